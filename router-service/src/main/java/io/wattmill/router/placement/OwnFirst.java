// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.HostedModel;
import io.wattmill.router.placement.Candidate.Eligible;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The site's own engines before hosted APIs: they are paid for already. A hosted API takes what no
 * own engine can (fallback), and what would wait too long for one, if it promises the first token
 * sooner (overflow). Among hosted APIs the cheapest for the request comes first.
 */
public final class OwnFirst implements PlacementPolicy {
    private final PlacementPolicy own;
    private final OptionalLong overflowAfterNanos;

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
    public List<Eligible> rank(PlacementRequest request, List<Eligible> eligible, long dice) {
        Map<Boolean, List<Eligible>> byKind =
                eligible.stream().collect(Collectors.partitioningBy(OwnFirst::isHosted));
        List<Eligible> ours = byKind.getOrDefault(false, List.of());
        List<Eligible> hosted = cheapestFirst(request, byKind.getOrDefault(true, List.of()));
        return ours.isEmpty() ? hosted : both(own.rank(request, ours, dice), hosted);
    }

    private List<Eligible> both(List<Eligible> ours, List<Eligible> hosted) {
        long wait = ours.getFirst().prediction().ttftNanos();
        boolean late = overflowAfterNanos.isPresent() && wait > overflowAfterNanos.getAsLong();
        Map<Boolean, List<Eligible>> isSooner =
                hosted.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        one -> late && one.prediction().ttftNanos() < wait));
        List<Eligible> ranked = new ArrayList<>(isSooner.getOrDefault(true, List.of()));
        ranked.addAll(ours);
        ranked.addAll(isSooner.getOrDefault(false, List.of()));
        return ranked;
    }

    private static boolean isHosted(Eligible one) {
        return one.engine().description().hosted().isPresent();
    }

    private static List<Eligible> cheapestFirst(PlacementRequest request, List<Eligible> hosted) {
        return hosted.stream()
                .sorted(
                        Comparator.<Eligible, BigDecimal>comparing(one -> cost(request, one))
                                .thenComparingLong(one -> one.prediction().ttftNanos()))
                .toList();
    }

    private static BigDecimal cost(PlacementRequest request, Eligible one) {
        return one.engine()
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
