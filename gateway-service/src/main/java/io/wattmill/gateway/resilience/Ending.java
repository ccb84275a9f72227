// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import java.time.Duration;

/** What a call says about the engine that was called. */
public sealed interface Ending {

    /** It works. */
    record Good() implements Ending {}

    /** It failed: did not answer, broke off, was late, answered 5xx or nonsense. */
    record Bad(String reason) implements Ending {}

    /** It asked not to be called for a time. */
    record Rest(String reason, Duration time) implements Ending {}

    /** Nothing: the caller left, or it refused what the caller sent. */
    record Undecided() implements Ending {}

    /** {@link Good}. */
    Ending GOOD = new Good();

    /** {@link Undecided}. */
    Ending UNDECIDED = new Undecided();
}
