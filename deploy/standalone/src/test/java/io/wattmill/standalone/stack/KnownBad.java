// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A hole in a library.
 *
 * @param component group and artifact, a star for any artifact
 * @param fixed first version without it
 * @param id its name
 * @param what it is
 * @param proof the test that shows why it cannot be reached here; empty when a fixed version is
 *     wanted
 */
record KnownBad(String component, String fixed, String id, String what, String proof) {

    private static final int COLUMNS = 5;

    static List<KnownBad> table() throws IOException {
        try (InputStream in = KnownBad.class.getResourceAsStream("known-bad.csv")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("component;"))
                    .map(KnownBad::row)
                    .toList();
        }
    }

    private static KnownBad row(String line) {
        String[] cells = line.split(";", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        return new KnownBad(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }

    boolean isAbout(Library library) {
        String group = component.substring(0, component.indexOf(':'));
        String artifact = component.substring(component.indexOf(':') + 1);
        return library.group().equals(group)
                && (artifact.equals("*") || library.artifact().equals(artifact));
    }

    boolean isIn(Library library) {
        return isAbout(library) && Library.compare(library.version(), fixed) < 0;
    }

    @Override
    public String toString() {
        return id + " in " + component + " before " + fixed;
    }
}
