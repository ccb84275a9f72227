// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that a person has looked at and kept. */
final class Golden {
    private static final Path KEPT = Path.of("src", "test", "resources", "reports");
    private static final Path MADE = Path.of("target", "reports");

    private Golden() {}

    /** Keeps what was made in target/reports, so that a wanted change is one copy. */
    static void assertSame(String name, String made) throws IOException {
        Files.createDirectories(MADE);
        Files.writeString(MADE.resolve(name), made);
        var kept = KEPT.resolve(name);
        assertEquals(Files.exists(kept) ? Files.readString(kept) : "", made, () -> "see " + kept);
    }
}
