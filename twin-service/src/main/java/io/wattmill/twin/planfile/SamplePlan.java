// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

/** The plan to begin with: one rack of HGX H100. */
public final class SamplePlan {
    private SamplePlan() {}

    /** Its YAML. */
    public static String text() {
        return ReferencePlans.text(ReferencePlans.names().getFirst()).orElseThrow();
    }
}
