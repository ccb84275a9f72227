// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

/** Looks on while a simulation runs, and may end it. */
@FunctionalInterface
public interface Watch {
    /** Looks away. */
    Watch NONE = (_, _, _) -> true;

    /**
     * Called every now and then.
     *
     * @param arrived requests so far
     * @param of requests of the trace
     * @param nowNanos virtual time
     * @return false to end the run: nothing arrives any more and what is in flight stays unfinished
     */
    boolean goOn(int arrived, int of, long nowNanos);
}
