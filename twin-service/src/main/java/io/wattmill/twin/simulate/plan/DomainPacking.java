// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts engines on the GPUs of equal scale-up domains: the largest first, each into the fullest
 * domain that has room, so that small engines do not take the room of large ones. An engine that is
 * larger than a domain has whole ones to itself; no other lies across two.
 *
 * <p>Where each size divides the next larger one, as powers of two do, this finds a place for all
 * whenever there is one. Other mixes may be refused although they could be laid out by trying.
 */
final class DomainPacking {
    private final long domainGpus;

    /** How many domains have so many free GPUs. */
    private final TreeMap<Long, Long> free = new TreeMap<>();

    private DomainPacking(long gpus, long domainGpus) {
        this.domainGpus = domainGpus;
        add(domainGpus, gpus / domainGpus);
        add(gpus % domainGpus, 1);
    }

    /**
     * Engines of one size.
     *
     * @param gpus of each, at least 1
     * @param count at least 0
     */
    record Engines(long gpus, long count) {}

    /**
     * Whether all of them have a place.
     *
     * @param gpus in all; those that do not fill a domain are one of their own
     */
    static boolean fits(long gpus, long domainGpus, List<Engines> engines) {
        DomainPacking packing = new DomainPacking(gpus, domainGpus);
        return engines.stream()
                .sorted(Comparator.comparingLong(Engines::gpus).reversed())
                .allMatch(packing::place);
    }

    /** Most engines of this size that have a place beside others; 0 where those have none. */
    static long most(long gpus, long domainGpus, long engineGpus, List<Engines> others) {
        long least = 0;
        long most = gpus / engineGpus;
        while (least < most) {
            long half = least + (most - least + 1) / 2;
            List<Engines> all = new ArrayList<>(others);
            all.add(new Engines(engineGpus, half));
            if (fits(gpus, domainGpus, all)) {
                least = half;
            } else {
                most = half - 1;
            }
        }
        return least;
    }

    private void add(long room, long domains) {
        if (room > 0 && domains > 0) {
            free.merge(room, domains, Long::sum);
        }
    }

    private void take(long room, long domains) {
        free.computeIfPresent(room, (_, now) -> now == domains ? null : now - domains);
    }

    private boolean place(Engines engines) {
        return engines.gpus() > domainGpus
                ? whole(Math.ceilDiv(engines.gpus(), domainGpus) * engines.count())
                : within(engines);
    }

    private boolean whole(long domains) {
        boolean enough = free.getOrDefault(domainGpus, 0L) >= domains;
        if (enough) {
            take(domainGpus, domains);
        }
        return enough;
    }

    private boolean within(Engines engines) {
        long left = engines.count();
        while (left > 0) {
            Map.Entry<Long, Long> fullest = free.ceilingEntry(engines.gpus());
            if (fullest == null) {
                return false;
            }
            left -= fill(fullest.getKey(), fullest.getValue(), engines.gpus(), left);
        }
        return true;
    }

    /** Fills domains of this room, one after the other; tells how many engines went there. */
    private long fill(long room, long domains, long gpus, long engines) {
        long each = room / gpus;
        long filled = Math.min(domains, engines / each);
        if (filled == 0) {
            take(room, 1);
            add(room - engines * gpus, 1);
            return engines;
        }
        take(room, filled);
        add(room - each * gpus, filled);
        return filled * each;
    }
}
