// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.util.Locale;

/** What goes wrong in a round. */
enum Fault {
    BEFORE_COMMIT(Deaths.at(CrashPoint.BEFORE_COMMIT)),
    AFTER_COMMIT(Deaths.at(CrashPoint.AFTER_COMMIT)),
    IN_METER(Deaths.at(CrashPoint.IN_METER)),
    IN_ATTRIBUTION(Deaths.at(CrashPoint.IN_ATTRIBUTION)),
    IN_SEALING(Deaths.at(CrashPoint.IN_SEALING)),
    IN_LEASE(Deaths.at(CrashPoint.IN_LEASE)),
    IN_JANITOR(Deaths.at(CrashPoint.IN_JANITOR)),
    IN_ADJUSTMENT(Deaths.at(CrashPoint.IN_ADJUSTMENT)),
    IN_ROLLUP(Deaths.at(CrashPoint.IN_ROLLUP)),
    KILL(Deaths::ofBilling),
    POSTGRES(Deaths::ofPostgres),
    ZOMBIE(Disorder::ofAZombie),
    EVENTS(Disorder::ofEvents),
    CLOCK(Disorder::ofTheClock),
    DEADLOCKS(Hostility::byDeadlocks),
    SERIALIZATION(Serialization::fails),
    POOL(Hostility::byExhaustion),
    DISK_FULL(Disks::full),
    RESTORE(Disks::restored),
    UPGRADE(Upgrades::interrupted, true);

    private final Harm harm;
    private final boolean opensBooks;

    Fault(Harm harm) {
        this(harm, false);
    }

    Fault(Harm harm, boolean opensBooks) {
        this.harm = harm;
        this.opensBooks = opensBooks;
    }

    /** Whether it needs an empty database, and starts billing on it by itself. */
    boolean opensBooks() {
        return opensBooks;
    }

    Harm harm() {
        return harm;
    }

    /** As it is written on the command line. */
    static Fault named(String name) {
        return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
