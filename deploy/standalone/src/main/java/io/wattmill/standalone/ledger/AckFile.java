// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids of requests whose response a client received in full, one per line.
 *
 * @param ids each once, in order
 * @param repeated ids that more than one response carried; a suite never gives one out twice
 * @param torn whether the last line has no end: its writer was killed, and that response counts as
 *     not acknowledged
 */
public record AckFile(List<UUID> ids, Set<UUID> repeated, boolean torn) {

    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException naming the first line that is no request id
     */
    public static AckFile read(Path file) throws IOException {
        return of(Files.readString(file, StandardCharsets.US_ASCII));
    }

    /** Nothing to look for. */
    public static AckFile none() {
        return new AckFile(List.of(), Set.of(), false);
    }

    static AckFile of(String text) {
        var whole = text.lastIndexOf('\n') + 1;
        var lines = text.substring(0, whole).lines().map(String::strip).toList();
        var seen = new LinkedHashMap<UUID, Integer>();
        for (var number = 1; number <= lines.size(); number++) {
            seen.merge(id(number, lines.get(number - 1)), 1, Integer::sum);
        }
        return new AckFile(List.copyOf(seen.keySet()), repeated(seen), whole < text.length());
    }

    private static UUID id(int number, String line) {
        if (!ID.matcher(line).matches()) {
            throw new IllegalArgumentException("line " + number + " is no request id: " + line);
        }
        return UUID.fromString(line);
    }

    private static Set<UUID> repeated(Map<UUID, Integer> seen) {
        var repeated = new LinkedHashSet<UUID>();
        seen.forEach(
                (id, times) -> {
                    if (times > 1) {
                        repeated.add(id);
                    }
                });
        return repeated;
    }
}
