// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.HostedModel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The site's own engines before hosted APIs: they are paid for already. A hosted API takes what no
 * own engine can (fallback), and what would wait too long for one, if it promises the first token
 * sooner (overflow). Among hosted APIs the cheapest for the request comes first.
 */
public final class OwnFirst implements PlacementPolicy {
    private final PlacementPolicy own;
    private final OptionalLong overflowAfterNanos;

    /** What the own policy was shown last, if that was not the whole table. */
    private Candidates.@Nullable Subset shown;

    /**
     * @param own chooses among own engines
     * @param overflowAfterNanos predicted time to first token beyond which a request may leave;
     *     empty: never for its wait
     */
    public OwnFirst(PlacementPolicy own, OptionalLong overflowAfterNanos) {
        this.own = own;
        this.overflowAfterNanos = overflowAfterNanos;
    }

    @Override
    public String mode() {
        return own.mode();
    }

    @Override
    public boolean savesEnergy() {
        return own.savesEnergy();
    }

    @Override
    public Lateness lateness(Candidates among, int chosen) {
        return among.isHosted(chosen) ? Lateness.NONE : own.lateness(among, chosen);
    }

    @Override
    public void learn(Slo promised, Lesson lesson) {
        own.learn(promised, lesson);
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        if (isMixed(among)) {
            return chooseOfAll(request, among, dice);
        }
        shown = null;
        return own.choose(request, among, dice);
    }

    private static boolean isMixed(Candidates among) {
        for (int i = 0; i < among.size(); i++) {
            if (among.isHosted(i)) {
                return true;
            }
        }
        return false;
    }

    private int chooseOfAll(PlacementRequest request, Candidates among, long dice) {
        Candidates.Subset ours = among.where(i -> !among.isHosted(i));
        shown = ours;
        IntStream.range(0, among.size())
                .filter(among::isHosted)
                .forEach(i -> among.cost(i, Double.MAX_VALUE));
        Optional<Integer> best = bestOf(request, ours, among, dice);
        long wait = best.map(i -> among.prediction(i).ttftNanos()).orElse(Long.MAX_VALUE);
        boolean leaves = best.isEmpty() || isTooLong(wait);
        return (leaves ? cheapestSooner(request, among, wait) : best)
                .orElseGet(() -> best.orElse(0));
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        if (among.isHosted(index) || among.isHosted(chosen)) {
            return "";
        }
        Candidates.Subset ours = shown;
        return ours == null
                ? own.note(request, among, index, chosen)
                : own.note(request, ours.among(), ours.index(index), ours.index(chosen));
    }

    private Optional<Integer> bestOf(
            PlacementRequest request, Candidates.Subset ours, Candidates among, long dice) {
        if (ours.among().size() == 0) {
            return Optional.empty();
        }
        int best = own.choose(request, ours.among(), dice);
        for (int i = 0; i < ours.among().size(); i++) {
            among.cost(ours.places()[i], ours.among().cost(i));
        }
        return Optional.of(ours.places()[best]);
    }

    private boolean isTooLong(long waitNanos) {
        return overflowAfterNanos.isPresent() && waitNanos > overflowAfterNanos.getAsLong();
    }

    private static Optional<Integer> cheapestSooner(
            PlacementRequest request, Candidates among, long waitNanos) {
        return IntStream.range(0, among.size())
                .filter(i -> among.isHosted(i) && among.prediction(i).ttftNanos() < waitNanos)
                .boxed()
                .min(
                        Comparator.<Integer, BigDecimal>comparing(i -> cost(request, among, i))
                                .thenComparingLong(i -> among.prediction(i).ttftNanos()));
    }

    private static BigDecimal cost(PlacementRequest request, Candidates among, int index) {
        return among.engine(index)
                .description()
                .hosted()
                .flatMap(terms -> terms.model(request.model()))
                .map(HostedModel::price)
                .map(
                        price ->
                                price.expected(
                                        request.shape().promptTokens(),
                                        request.shape().outputTokens()))
                .orElse(BigDecimal.ZERO);
    }
}
