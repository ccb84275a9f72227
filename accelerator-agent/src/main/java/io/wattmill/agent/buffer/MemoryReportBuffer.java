// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import io.wattmill.contract.meter.v1.MeterReport;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the newest reports in memory; the oldest goes when it is full. */
public final class MemoryReportBuffer implements ReportBuffer {

    private final int capacity;
    private final TreeMap<Long, MeterReport> reports = new TreeMap<>();

    /** A buffer of at most {@code capacity} reports. */
    public MemoryReportBuffer(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean append(MeterReport report) {
        reports.put(report.getSequence(), report);
        boolean full = reports.size() > capacity;
        if (full) {
            reports.pollFirstEntry();
        }
        return full;
    }

    @Override
    public void acknowledge(long sequence) {
        reports.headMap(sequence, true).clear();
    }

    @Override
    public Optional<MeterReport> after(long sequence) {
        return Optional.ofNullable(reports.higherEntry(sequence)).map(Map.Entry::getValue);
    }

    @Override
    public int size() {
        return reports.size();
    }
}
