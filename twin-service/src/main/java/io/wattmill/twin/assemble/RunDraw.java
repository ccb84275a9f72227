// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.planned.NodeDraw;
import io.wattmill.twin.facility.planned.RackDraw;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.site.SiteRun;
import io.wattmill.twin.weather.HourSeries;

import java.time.Duration;
import java.util.Arrays;

/**
 * What racks draw under a load that was simulated: its day in every day of the year where it is at
 * least a day long, else its mean in every hour; each rack its part by what its nodes can draw.
 * GPUs without an engine stand idle.
 */
final class RunDraw implements RackDraw {
    private static final int DAY = 24;
    private static final String SOURCE = "power of the simulated load";

    private final NodeDraw idle;
    private final HourSeries site;
    private final double strandedShare;
    private final double mostWatts;
    private final Fidelity fidelity;

    RunDraw(FacilityPlan plan, SiteRun run, Fidelity fidelity) {
        this.idle = NodeDraw.constant(plan, 0);
        this.site = HourSeries.of(hours(run), known(run), SOURCE);
        this.strandedShare = run.totals().usage().stranded().value();
        this.mostWatts = plan.racks().stream().mapToDouble(idle::maxWatts).sum();
        this.fidelity = fidelity;
    }

    private static Provenance known(SiteRun run) {
        return run.totals().gpuWatts().provenance().and(run.totals().hostWatts().provenance());
    }

    private static double[] hours(SiteRun run) {
        var profile = run.totals().profile();
        boolean byTheHour = profile.binNanos() == Duration.ofHours(1).toNanos();
        if (byTheHour && profile.bins().size() >= DAY) {
            return day(profile);
        }
        var totals = run.totals();
        return new double[] {totals.gpuWatts().value() + totals.hostWatts().value()};
    }

    /** Mean of each hour of the day; the last bin, which may be cut short, is left out. */
    private static double[] day(LoadProfile profile) {
        double[] watts = new double[DAY];
        int[] times = new int[DAY];
        int whole = Math.max(DAY, profile.bins().size() - 1);
        for (int bin = 0; bin < whole; bin++) {
            watts[bin % DAY] += profile.bins().get(bin).gpuWatts();
            times[bin % DAY]++;
        }
        Arrays.setAll(watts, hour -> watts[hour] / times[hour]);
        return watts;
    }

    @Override
    public HourSeries watts(Rack rack) {
        double share = mostWatts == 0 ? 0 : idle.maxWatts(rack) / mostWatts;
        double stranded = strandedShare * idle.watts(rack).at(0);
        return site.map(watts -> share * watts + stranded);
    }

    @Override
    public Figure certainty() {
        return Fidelity.widened(Figure.exact(1, Provenance.FITTED, SOURCE), fidelity.joules());
    }
}
