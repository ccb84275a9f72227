// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that a person has looked at and kept. With {@code -Dwattmill.keep-reports=true} what is made
 * is kept instead of compared: then look at the difference.
 */
public final class Golden {
    private static final Path KEPT = Path.of("src", "test", "resources", "reports");
    private static final Path MADE = Path.of("target", "reports");

    private Golden() {}

    /** Keeps what was made in target/reports, so that a wanted change is one copy. */
    public static void assertSame(String name, String made) throws IOException {
        Files.createDirectories(MADE);
        Files.writeString(MADE.resolve(name), made);
        var kept = KEPT.resolve(name);
        if (Boolean.getBoolean("wattmill.keep-reports")) {
            Files.writeString(kept, made);
        }
        assertEquals(Files.exists(kept) ? Files.readString(kept) : "", made, () -> "see " + kept);
    }
}
