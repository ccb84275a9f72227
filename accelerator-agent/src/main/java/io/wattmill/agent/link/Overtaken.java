// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.contract.meter.v1.MeterReport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports of an earlier run that were found when this run's own were sent already. Billing takes
 * the reports of a run that it does not know for newer than all others, so it must not get these.
 * Their joules are in the counters that this run reports, which go on from run to run; what an
 * integral measured is in no counter, and lost.
 */
final class Overtaken {

    private static final Logger LOG = LoggerFactory.getLogger(Overtaken.class);

    private final LinkGround ground;
    private String boot = "";
    private long firstOwn = Long.MAX_VALUE;

    /** Behind it nothing was told of yet: a new session comes by the same ones again. */
    private long toldUpTo = Backlog.START;

    private String toldBoot = "";

    Overtaken(LinkGround ground) {
        this.ground = ground;
    }

    /** This run's reports are of this boot. */
    void own(String bootId) {
        boot = bootId;
    }

    /** A report is on its way. */
    void sent(Kept<MeterReport> kept) {
        firstOwn = isOwn(kept) ? Math.min(firstOwn, kept.position()) : firstOwn;
    }

    /** Whether this is one. */
    boolean is(Kept<MeterReport> kept) {
        return !isOwn(kept) && kept.position() > firstOwn;
    }

    private boolean isOwn(Kept<MeterReport> kept) {
        return kept.item().getBootId().equals(boot);
    }

    /** Tells of one, once. */
    void tell(Kept<MeterReport> kept) {
        if (kept.position() > toldUpTo) {
            toldUpTo = kept.position();
            tell(kept.item());
        }
    }

    private void tell(MeterReport report) {
        ground.registry()
                .counter("wattmill_agent_reports_overtaken", "node", ground.node())
                .increment();
        if (!report.getBootId().equals(toldBoot)) {
            toldBoot = report.getBootId();
            LOG.atWarn()
                    .addKeyValue("node", ground.node())
                    .addKeyValue("run", toldBoot)
                    .addKeyValue("sequence", report.getSequence())
                    .log("reports of an earlier run were found too late for billing");
        }
    }
}
