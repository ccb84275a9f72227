// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.vertx.core.Future;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.MeterMessages;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.report.ReportInstants;

/**
 * Makes a meter report of a fresh look at the devices, about once a period. Only fresh looks are
 * reported: an old reading under a new instant would put its joules into the wrong window. While
 * there is no look, because the host has no devices or nobody answers for them, host and engines
 * are reported without them.
 */
public final class MeterReporter {

    private final LinkGround ground;
    private final NodeBoard board;
    private final BillingLink billing;
    private final long periodNanos;
    private final long patienceNanos;
    private final ReportInstants instants = new ReportInstants();
    private boolean reported;

    /** The last report with devices; one without them delays none with them. */
    private long reportedNanos;

    private long seenNanos;
    private long sequence;

    /**
     * Reports what is on {@code board} to {@code billing}.
     *
     * @param lookNanos usual distance of two looks: a look that comes up to half of it too early is
     *     taken, so that the period is met on average
     * @param patienceNanos how long a look at the devices is waited for; 0 where there are none
     */
    public MeterReporter(
            LinkGround ground,
            NodeBoard board,
            BillingLink billing,
            long lookNanos,
            long patienceNanos) {
        this.ground = ground;
        this.board = board;
        this.billing = billing;
        this.periodNanos = ground.config().meterReportPeriod().toNanos() - lookNanos / 2;
        this.patienceNanos = patienceNanos;
        this.seenNanos = ground.ticker().nanos();
    }

    /** The devices were just read at {@code atUs}, epoch microseconds. */
    public void seen(long atUs) {
        seenNanos = ground.ticker().nanos();
        if (!reported || seenNanos - reportedNanos >= periodNanos) {
            report(atUs);
        }
    }

    /** Reports however near the last report is: the last look of this agent. */
    public void report(long atUs) {
        seenNanos = ground.ticker().nanos();
        reported = true;
        reportedNanos = seenNanos;
        long instantUs = instants.next(atUs, seenNanos);
        billing.report(MeterMessages.report(board.picture(), ++sequence, instantUs));
    }

    /** A period has passed: reports without devices where nobody looked at them for too long. */
    public Future<Void> round() {
        NodePicture picture = board.picture();
        boolean hasNews = !picture.hosts().isEmpty() || !picture.engines().isEmpty();
        long nanos = ground.ticker().nanos();
        if (hasNews && nanos - seenNanos >= patienceNanos) {
            long atUs = instants.next(ground.clock().nowUs(), nanos);
            billing.report(MeterMessages.withoutDevices(picture, ++sequence, atUs));
        }
        return Future.succeededFuture();
    }
}
