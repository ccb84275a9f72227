// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.meter.v1.MeterReport;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class MemoryReportBufferTest {

    @Property
    void keepsTheNewestInOrderUntilTheyAreAcknowledged(
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @IntRange(min = 0, max = 60) int appended,
            @ForAll @IntRange(min = 0, max = 70) int acknowledged) {
        MemoryReportBuffer buffer = new MemoryReportBuffer(capacity);
        List<Long> expected = new ArrayList<>();
        for (long sequence = 1; sequence <= appended; sequence++) {
            assertEquals(sequence > capacity, buffer.append(report(sequence)));
            if (sequence > appended - capacity && sequence > acknowledged) {
                expected.add(sequence);
            }
        }
        buffer.acknowledge(acknowledged);

        assertEquals(expected, sequences(buffer));
        assertEquals(expected.size(), buffer.size());
    }

    @Example
    void acknowledgingTwiceOrTooLittleChangesNothing() {
        MemoryReportBuffer buffer = new MemoryReportBuffer(10);
        assertFalse(buffer.append(report(1)));
        assertFalse(buffer.append(report(2)));
        buffer.acknowledge(1);
        buffer.acknowledge(1);
        buffer.acknowledge(0);

        assertEquals(List.of(2L), sequences(buffer));
        assertTrue(buffer.after(2).isEmpty());
    }

    private static List<Long> sequences(ReportBuffer buffer) {
        List<Long> sequences = new ArrayList<>();
        Optional<MeterReport> next = buffer.after(0);
        while (next.isPresent()) {
            sequences.add(next.get().getSequence());
            next = buffer.after(next.get().getSequence());
        }
        return sequences;
    }

    private static MeterReport report(long sequence) {
        return MeterReport.newBuilder().setSequence(sequence).build();
    }
}
