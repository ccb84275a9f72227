// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.twin.claim.read.ClaimReader;
import io.wattmill.twin.claim.read.ClaimReading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The claims that ship, and what the test of one says. */
public final class Claims {
    private Claims() {}

    public static String text(String name) {
        try (var found = ClaimReader.class.getResourceAsStream("/claims/" + name)) {
            return new String(
                    Objects.requireNonNull(found, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ClaimReport tested(String yaml, String... asked) {
        var reading = ClaimReader.read(yaml, List.of(asked));
        var understood =
                assertInstanceOf(ClaimReading.Understood.class, reading, reading::toString);
        return ClaimTrial.test(understood.claim(), Throughput.NONE);
    }
}
