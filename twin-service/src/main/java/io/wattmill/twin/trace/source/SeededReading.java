// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.source;

import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.TraceProblem;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** What came of reading a source once, for runs under any number of seeds. */
public sealed interface SeededReading {

    /**
     * It was understood.
     *
     * @param bySeed requests; the same for every seed where they were recorded
     */
    record Accepted(LongFunction<Trace> bySeed) implements SeededReading {}

    /** The first problems. */
    record Refused(List<TraceProblem> problems) implements SeededReading {
        /** One problem to a line. */
        public String text() {
            return problems.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        }
    }
}
