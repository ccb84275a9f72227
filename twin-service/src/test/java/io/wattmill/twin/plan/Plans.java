// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Plans that tests start from. */
public final class Plans {
    private Plans() {}

    /** The text of the plan that ships. */
    public static String sample() {
        try (var in = Plans.class.getResourceAsStream("/plans/sample.yaml")) {
            if (in == null) {
                throw new AssertionError("the sample plan is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
