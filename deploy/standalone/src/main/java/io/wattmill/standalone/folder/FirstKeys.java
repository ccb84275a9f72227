// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;

/**
 * The two keys of a first start, kept in a 0600 file of the data folder.
 *
 * @param admin may do everything, also on other projects' data
 * @param developer may ask for completions and see what they cost
 */
public record FirstKeys(String admin, String developer) {
    /** When the file is gone: only hashes of keys are kept elsewhere. */
    public static final FirstKeys LOST = new FirstKeys("", "");

    private static final String HEAD =
            "# Wattmill's first keys. Whoever reads this file can use them.\n";

    /** The keys of an earlier start; empty when there is no such file or it lacks one of them. */
    public static Optional<FirstKeys> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var found = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            var space = line.indexOf(' ');
            if (space > 0) {
                found.put(line.substring(0, space), line.substring(space + 1).strip());
            }
        }
        return Optional.ofNullable(found.get("admin"))
                .flatMap(
                        admin ->
                                Optional.ofNullable(found.get("developer"))
                                        .map(developer -> new FirstKeys(admin, developer)));
    }

    /** Writes them, whole or not at all, and returns the file. */
    public Path write(Path file) throws IOException {
        OwnerOnly.write(file, HEAD + "admin " + admin + "\ndeveloper " + developer + "\n");
        return file;
    }
}
