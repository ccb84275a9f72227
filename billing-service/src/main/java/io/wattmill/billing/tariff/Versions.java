// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.PriceBook;
import io.wattmill.billing.tariff.BookVersion.Origin;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Every stored version, drafts included, in the order of numbers; and which one would be next. */
record Versions(List<BookVersion> all) {

    Versions {
        all = all.stream().sorted(Comparator.comparingInt(BookVersion::version)).toList();
    }

    /** A version that is to be written. */
    record Planned(int version, CardTerms terms, Origin origin, String note, OptionalLong fromUs) {}

    /** What has been or will be in force. */
    PriceBook book() {
        return new PriceBook(all.stream().flatMap(v -> v.card().stream()).toList());
    }

    Optional<BookVersion> find(int number) {
        return all.stream().filter(v -> v.version() == number).findFirst();
    }

    /**
     * What a configuration adds: its own prices when they are not those that it had last time, so
     * that an imported book stays in force until somebody edits the file; else other factors of the
     * site to the prices in force.
     */
    Optional<Planned> configured(CardTerms terms, long nowUs) {
        Optional<BookVersion> last =
                all.stream().filter(v -> v.origin() == Origin.CONFIGURATION).reduce((_, b) -> b);
        long fromUs = Math.max(nowUs, lastOfFile() + 1);
        if (last.isEmpty() || !last.get().terms().pricesAs(terms)) {
            return Optional.of(planned(terms, Origin.CONFIGURATION, "", fromUs));
        }
        CardTerms inForce = book().at(Math.max(nowUs, lastOfFile())).terms();
        return inForce.facility().equals(terms.facility())
                ? Optional.empty()
                : Optional.of(planned(inForce.at(terms.facility()), Origin.FACILITY, "", fromUs));
    }

    /** A clock that went back must not put a version of the file before the one it replaces. */
    private long lastOfFile() {
        return all.stream()
                .filter(v -> v.origin() == Origin.CONFIGURATION || v.origin() == Origin.FACILITY)
                .mapToLong(v -> v.validFromUs().orElse(0))
                .max()
                .orElse(0);
    }

    /** A draft. */
    Planned draft(CardTerms terms, String note) {
        return new Planned(next(), terms, Origin.IMPORT, note, OptionalLong.empty());
    }

    /** The terms of a version once more. */
    Planned again(BookVersion old, long fromUs) {
        String note = "the terms of version " + old.version();
        return planned(old.terms(), Origin.ROLLBACK, note, fromUs);
    }

    private Planned planned(CardTerms terms, Origin origin, String note, long fromUs) {
        return new Planned(next(), terms, origin, note, OptionalLong.of(fromUs));
    }

    private int next() {
        return all.isEmpty() ? 1 : all.getLast().version() + 1;
    }

    /** The first free instant from one on: no two versions begin at once. */
    long freeFrom(long atUs) {
        long free = atUs;
        while (begins(free)) {
            free++;
        }
        return free;
    }

    private boolean begins(long atUs) {
        return all.stream().anyMatch(v -> v.validFromUs().equals(OptionalLong.of(atUs)));
    }

    /** When the version ends that begins at an instant: when the next one does. */
    OptionalLong endOf(long fromUs) {
        return all.stream()
                .flatMapToLong(v -> v.validFromUs().stream())
                .filter(start -> start > fromUs)
                .min();
    }
}
