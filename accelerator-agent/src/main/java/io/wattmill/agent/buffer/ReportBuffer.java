// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import io.wattmill.contract.meter.v1.MeterReport;

import java.util.Optional;

/** Reports of one boot, in the order of their sequences. */
public interface ReportBuffer {

    /**
     * Adds the newest report; true when an old one had to go for it. The counters are cumulative,
     * so that a lost report costs resolution, not energy.
     */
    boolean append(MeterReport report);

    /** Forgets every report up to this sequence: they are committed. */
    void acknowledge(long sequence);

    /** The oldest report with a sequence above this one. */
    Optional<MeterReport> after(long sequence);

    /** How many reports wait. */
    int size();
}
