// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

/**
 * Uptime's tiers by the hours a year that sites of each are down, planned and not: 7x24exchange,
 * spring 2015, page 35, which cites Uptime 2010.
 */
public enum Tier {
    /** Two shutdowns of 12 h and 1.2 failures of 4 h. */
    I(28.8),
    II(22),
    III(1.6),
    IV(0.8);

    private final double hoursDown;

    Tier(double hoursDown) {
        this.hoursDown = hoursDown;
    }

    /** Hours a year down. */
    public double hoursDown() {
        return hoursDown;
    }

    /** Share of the year up. */
    public double availability() {
        return Availability.ofHoursDown(hoursDown);
    }

    /** The highest tier whose availability this one reaches; I for what reaches none. */
    public static Tier reachedBy(double availability) {
        Tier reached = I;
        for (Tier tier : values()) {
            reached = availability >= tier.availability() ? tier : reached;
        }
        return reached;
    }
}
