// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

/** What a line of a recording is, for whoever counts them again after a crash. */
public sealed interface LineReading {

    /** A request that arrived then, epoch microseconds. */
    record Request(long arrivedAtUs) implements LineReading {}

    /** A last line: what is in the file, in all. */
    record End(RecordedCounts counts) implements LineReading {}

    /** A first line, or one that is not whole. */
    record Other() implements LineReading {}
}
