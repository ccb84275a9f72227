// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.Arrays;
import java.util.Locale;

/** Why a source and the ledger differ in a window. */
public enum Cause {
    /**
     * Work that ran while the counters were read: a part of it is in the window beside this one.
     */
    IN_FLIGHT(1),
    /** Clocks of the gateway and the agent differ by less than the margin. */
    CLOCK(2),
    /** The engine went on for some steps after an attempt was given up; nobody saw these tokens. */
    WASTE(3),
    /** The engine's process ended: what it had counted since the last reading went with it. */
    ENGINE_RESTARTED(4),
    /** The engine did not say what it made; the gateway counted chunks and bytes. */
    ESTIMATED(5),
    /** The engine served what no gateway had placed on it. */
    FOREIGN(6),
    /** Closed by a gateway that has not settled it yet. */
    UNSETTLED(7),
    /** Closed by a gateway's process between its last counts and its end. */
    GATEWAY_RESTARTED(8),
    /** A gateway counted it and the ledger lacks it; the gateway's side says how much and why. */
    MISSING_IN_LEDGER(9),
    /** Joules that the meter counted after the last energy window ended, less those before. */
    BETWEEN_WINDOWS(10),
    /** Joules of windows that are not attributed yet. */
    NOT_ATTRIBUTED(11),
    /** Closed by a gateway and refused by the ledger for good; it is in quarantine. */
    REJECTED(12),
    /**
     * A counter jumped by more than its device can draw: billing counted on from where it landed.
     */
    COUNTER_RESTARTED(13),
    /** No agent read the devices for a part of the hour, which a kWh meter counted all the same. */
    METER_MISSING(14),
    /** What a host drew is assumed, as a share of its devices: nobody metered it. */
    HOST_ASSUMED(15),
    /** What the facility drew is assumed: nobody imported the PUE of the hour. */
    PUE_ASSUMED(16),
    /** A kWh meter is right within the tolerance that came with its hours. */
    METER_TOLERANCE(17),
    /** None of these. */
    UNEXPLAINED(20);

    private final int id;

    Cause(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }

    /** The cause with this number. */
    public static Cause of(int id) {
        return Arrays.stream(values()).filter(cause -> cause.id == id).findFirst().orElseThrow();
    }

    /** Its name for people. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
