// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.power.PowerPlan;

import java.util.List;

/**
 * What is left of a site in one hour when some of it is out: the share of the racks' power that is
 * served, cooled and within the ratings of the chain. What exceeds a rating is taken to be capped:
 * the racks below that unit draw that much less.
 */
public final class Standing {
    private final Facility facility;
    private final PowerPlan power;
    private final int hour;

    /**
     * A site in that hour, for which its hottest or its busiest is a good choice.
     *
     * @param hour 0 to 8,759
     */
    public Standing(Facility facility, int hour) {
        this.facility = facility;
        this.power = facility.power();
        this.hour = hour;
    }

    /** Share that is served, 0 to 1, with one unit out per mention of its id. */
    public double served(List<String> out) {
        RunningFacility running = new RunningFacility(facility, power, Stance.BEST, Outage.of(out));
        running.hour(hour);
        double it = running.itWatts();
        double wanted = it + running.unservedWatts();
        if (it <= 0) {
            return 0;
        }
        double cooled = Math.max(0, 1 - missedWatts(running) / it);
        return it / wanted * Math.min(cooled, new Caps(running).share());
    }

    /**
     * Where the heat of that hour goes.
     *
     * @param racksWatts what the racks that have power draw, all of which is heat
     * @param missedWatts heat, also of losses indoors, that nothing carries out
     */
    public record Heat(double racksWatts, double missedWatts) {}

    /** Where the heat goes with one unit out per mention of its id. */
    public Heat heat(List<String> out) {
        RunningFacility running = new RunningFacility(facility, power, Stance.BEST, Outage.of(out));
        running.hour(hour);
        return new Heat(running.itWatts(), missedWatts(running));
    }

    private static double missedWatts(RunningFacility running) {
        return running.cooling().missedWatts() + running.paths().uncarried();
    }

    /** What the site draws in that hour when all works. */
    public double siteWatts() {
        RunningFacility running = new RunningFacility(facility, power, Stance.BEST, Outage.NONE);
        running.hour(hour);
        return running.flow().siteWatts();
    }
}
