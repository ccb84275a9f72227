// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.apportion.Apportionment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a closed window among the requests that were in it.
 *
 * <p>Base power x time is shared by time in residence. What was measured above it is shared by
 * predicted energy: prefill coefficient x uncached tokens, token coefficient x output tokens, KV
 * coefficient x context tokens that they read, and of each step of the batch an even part, each
 * clipped to the window. Even parts are the Shapley value of a cost that all who are in a step
 * cause together; docs/adr/0025 has the formula. Above {@code maxScalePpm} times the prediction
 * somebody else used the device, and the excess is unattributed.
 */
public final class Attribution {

    private static final BigInteger ONE_PPM = BigInteger.valueOf(1_000_000L);

    private final long maxScalePpm;

    /**
     * @param maxScalePpm most that measured energy may exceed predicted energy, 3,000,000 = three
     *     times
     */
    public Attribution(long maxScalePpm) {
        this.maxScalePpm = maxScalePpm;
    }

    /**
     * The shares of a window; they sum to its energy exactly. Every residency that overlaps it has
     * an idle share, which may be 0.
     */
    public List<Share> attribute(Window window, List<Residency> residencies) {
        List<Residency> present =
                residencies.stream().filter(r -> r.overlapUs(window) > 0).toList();
        if (present.isEmpty()) {
            return List.of(new Share.Overhead(ShareKind.EMPTY, window.energyUj()));
        }
        List<Share> shares = new ArrayList<>(idleShares(window, present));
        shares.addAll(dynamicShares(window, present));
        return shares;
    }

    /** The shares of devices that no engine claims. */
    public static List<Share> unclaimed(long energyUj) {
        return List.of(new Share.Overhead(ShareKind.UNATTRIBUTED, energyUj));
    }

    private static List<Share> idleShares(Window window, List<Residency> present) {
        BigInteger[] weights =
                present.stream()
                        .map(r -> BigInteger.valueOf(r.overlapUs(window)))
                        .toArray(BigInteger[]::new);
        long[] parts = Apportionment.split(window.baseUj(), weights);
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            shares.add(share(present.get(i), ShareKind.IDLE_SHARE, parts[i]));
        }
        return shares;
    }

    private List<Share> dynamicShares(Window window, List<Residency> present) {
        long dynamicUj = window.dynamicUj();
        List<Work> work = work(window, present);
        BigInteger predicted =
                work.stream().map(Work::weight).reduce(BigInteger.ZERO, BigInteger::add);
        long explained = explainedUj(dynamicUj, predicted);
        List<Share> shares = new ArrayList<>(explained > 0 ? split(work, explained) : List.of());
        if (dynamicUj > explained) {
            shares.add(new Share.Overhead(ShareKind.UNATTRIBUTED, dynamicUj - explained));
        }
        return shares;
    }

    /** The part of the dynamic energy that the predictions can explain; all of it as a rule. */
    private long explainedUj(long dynamicUj, BigInteger predictedWeight) {
        BigInteger most =
                predictedWeight
                        .multiply(BigInteger.valueOf(maxScalePpm))
                        .divide(ONE_PPM.multiply(BigInteger.valueOf(Residency.WEIGHT_SCALE)));
        return most.min(BigInteger.valueOf(dynamicUj)).longValueExact();
    }

    /** One kind of work of one request in the window. */
    private record Work(Residency residency, ShareKind kind, BigInteger weight) {}

    private static List<Work> work(Window window, List<Residency> present) {
        List<Work> work = new ArrayList<>();
        Company company = Company.in(window, present);
        for (Residency residency : present) {
            BigInteger decode = residency.decodeWeight(window, company);
            work.add(new Work(residency, ShareKind.PREFILL, residency.prefillWeight(window)));
            work.add(new Work(residency, ShareKind.DECODE, decode));
        }
        return work.stream().filter(part -> part.weight().signum() > 0).toList();
    }

    private static List<Share> split(List<Work> work, long explainedUj) {
        long[] parts =
                Apportionment.split(
                        explainedUj, work.stream().map(Work::weight).toArray(BigInteger[]::new));
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            shares.add(share(work.get(i).residency(), work.get(i).kind(), parts[i]));
        }
        return shares;
    }

    private static Share share(Residency residency, ShareKind kind, long energyUj) {
        return new Share.OfRequest(residency.requestId(), residency.attempt(), kind, energyUj);
    }
}
