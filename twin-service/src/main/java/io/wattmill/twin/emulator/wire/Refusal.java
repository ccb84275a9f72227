// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

/** Ends a pass over a body at the first thing that is wrong; never leaves the pass. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal for this reason. */
    public Refusal(String message) {
        super(message, null, false, false);
    }

    /** Refuses unless it holds. */
    public static void unless(boolean holds, String message) {
        if (!holds) {
            throw new Refusal(message);
        }
    }

    /** Refuses what the emulated engine cannot do. */
    public static void unlessSupported(boolean holds, String what) {
        unless(holds, "The emulated engine does not do " + what + ".");
    }

    /** As the client gets it. */
    public ApiError error() {
        return ApiError.badRequest(String.valueOf(getMessage()));
    }
}
