// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

/**
 * One way to run a deployment: what a user sees against what a megawatt gives.
 *
 * @param deployment in the plan
 * @param label how it is run, for example {@code 64 at once}
 * @param tokensPerSPerUser output tokens per second of one request while it decodes
 * @param tokensPerSPerMw output tokens per second per provisioned MW
 * @param chosen whether it is what the plan does
 */
public record OperatingPoint(
        String deployment,
        String label,
        Figure tokensPerSPerUser,
        Figure tokensPerSPerMw,
        boolean chosen) {

    /** Whether the other one is at least as good at both and better at one. */
    public boolean isBeatenBy(OperatingPoint other) {
        double user = other.tokensPerSPerUser.value() - tokensPerSPerUser.value();
        double mw = other.tokensPerSPerMw.value() - tokensPerSPerMw.value();
        return user >= 0 && mw >= 0 && user + mw > 0;
    }
}
