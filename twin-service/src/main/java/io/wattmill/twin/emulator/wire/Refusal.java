// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

/** Ends a pass over a body at the first thing that is wrong; never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message, null, false, false);
    }

    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new Refusal(message);
        }
    }

    static void unlessSupported(boolean holds, String what) {
        unless(holds, "The emulated engine does not do " + what + ".");
    }

    ApiError error() {
        return ApiError.badRequest(String.valueOf(getMessage()));
    }
}
