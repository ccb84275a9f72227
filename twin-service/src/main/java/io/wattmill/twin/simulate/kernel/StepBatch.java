// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/**
 * What an engine steps: one batch, or one for each copy of the attention. A plan, steps that pass,
 * and an end follow each other; what a plan decides holds until the end. A class, not an interface:
 * where only one of them is loaded, calls to it are direct.
 */
abstract sealed class StepBatch permits LeanBatch, LeanCopies {
    abstract Submission submit(int request);

    /** Decides the next step; false when there is nothing to do. */
    abstract boolean plan();

    /** What the step in flight computes in all. To be read, not changed. */
    abstract StepDraft step();

    /** Time of the step in flight, in units of {@link StepCost}. */
    abstract long units(StepCost cost);

    /** Tokens of KV cache that each step reads more than the one before, as far as it waits. */
    abstract long kvGrowth();

    /**
     * Steps from the one in flight on in which nothing changes but that each reads more. At least
     * 1, at most {@code most}.
     */
    abstract long alike(long most);

    /** Lets steps pass that are alike: the one in flight is now so many steps later. */
    abstract void pass(long count);

    /** Ends the step in flight: its tokens come at this instant. */
    abstract void end(long atNanos, TokenListener listener);

    /** Tells how many tokens each decoding sequence has produced. */
    abstract void progress(DecodeListener listener);

    abstract int running();

    abstract int waiting();

    abstract long kvUsed();

    abstract long preemptions();
}
