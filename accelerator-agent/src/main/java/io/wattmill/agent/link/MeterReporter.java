// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.MeterMessages;
import io.wattmill.agent.report.ReportInstants;

/**
 * Makes a meter report of a fresh look at the devices, about once a period. Only fresh looks are
 * reported: an old reading under a new instant would put its joules into the wrong window.
 */
public final class MeterReporter {

    private final LinkGround ground;
    private final NodeBoard board;
    private final BillingLink billing;
    private final long periodNanos;
    private final ReportInstants instants = new ReportInstants();
    private boolean reported;
    private long reportedNanos;
    private long sequence;

    /**
     * Reports what is on {@code board} to {@code billing}.
     *
     * @param lookNanos usual distance of two looks: a look that comes up to half of it too early is
     *     taken, so that the period is met on average
     */
    public MeterReporter(LinkGround ground, NodeBoard board, BillingLink billing, long lookNanos) {
        this.ground = ground;
        this.board = board;
        this.billing = billing;
        this.periodNanos = ground.config().meterReportPeriod().toNanos() - lookNanos / 2;
    }

    /** The devices were just read at {@code atUs}, epoch microseconds. */
    public void seen(long atUs) {
        if (!reported || ground.ticker().nanos() - reportedNanos >= periodNanos) {
            report(atUs);
        }
    }

    /** Reports however near the last report is: the last look of this agent. */
    public void report(long atUs) {
        reported = true;
        reportedNanos = ground.ticker().nanos();
        long instantUs = instants.next(atUs, reportedNanos);
        billing.report(MeterMessages.report(board.picture(), ++sequence, instantUs));
    }
}
