// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

/**
 * Leave to call an engine; it goes back to its breaker, once, with what came of the call.
 *
 * @param kind why the call may be made
 * @param generation of the breaker's state when it was given: what is older tells nothing new
 */
public record Permit(Kind kind, long generation) {

    /** Of an engine that no breaker knows. */
    public static final Permit FREE = new Permit(Kind.NORMAL, 0);

    /** Why a call may be made. */
    public enum Kind {
        /** The engine works, as far as is known. */
        NORMAL,
        /** To find out whether it works again; there is one at a time. */
        PROBE,
        /** There is nobody else to ask. */
        FORCED
    }
}
