// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The commented plan that ships: what {@code plan init} writes. */
public final class SamplePlan {
    private static final String RESOURCE = "/plans/sample.yaml";

    private SamplePlan() {}

    /** Its YAML. */
    public static String text() {
        try (var in = SamplePlan.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
