// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.Lateness;
import io.wattmill.router.placement.Lesson;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Slo;

/**
 * The least joules among the engines that meet the SLO: predicted p90 of the first token, pace of
 * the batch after admission, KV cache; and none that would push the sequences already running over
 * their objective, or break the pace of their short answers by its prompt. If none does, the least
 * {@link Risk}. How near to the SLO predictions may come is {@linkplain Margin steered by misses},
 * and {@linkplain Harm how many} answers a prompt may break.
 *
 * <p>A request to which nothing was promised gets the default objective, or what its gateway aims
 * at, and of either {@linkplain Slo#reachable twice what its prompt takes} if that is longer.
 */
final class Balanced implements PlacementPolicy {
    private final Slo objective;
    private final Overflow overflow;
    private final LeastCost leastCost;
    private final Margin margin = new Margin();
    private final Harm harm = new Harm();

    Balanced(PolicySettings settings) {
        this.objective = settings.objective().aimedAt();
        this.overflow = new Overflow(settings.overflowLine());
        this.leastCost = new LeastCost(settings);
    }

    @Override
    public String mode() {
        return PlacementMode.BALANCED.label();
    }

    @Override
    public boolean savesEnergy() {
        return true;
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        Limits limits = limits(request, among);
        int least = leastCost.choose(among, limits, request.terms(), dice);
        return among.cost(least) > LeastCost.ALL_LATE
                ? overflowing(limits, among, least, dice)
                : least;
    }

    private int overflowing(Limits limits, Candidates among, int least, long dice) {
        int latest = overflow.choose(leastCost.strains(), limits, among, dice);
        return latest == Overflow.NONE ? least : latest;
    }

    @Override
    public Lateness lateness(Candidates among, int chosen) {
        double cost = among.cost(chosen);
        if (cost < LeastCost.ALL_LATE) {
            return Lateness.NONE;
        }
        return cost == LeastCost.ALL_LATE ? Lateness.LINE : Lateness.LEAST_LATE;
    }

    private Limits limits(PlacementRequest request, Candidates among) {
        Slo told = promisedOrAimed(request.terms().slo());
        Slo slo = Shares.reachable(told, among);
        long running = Math.min(slo.tpotNanos(), objective.tpotNanos());
        return new Limits(
                request.shape(),
                slo,
                running,
                margin.ttft(),
                margin.tpot(),
                Integer.MAX_VALUE,
                Room.of(among),
                harm.most());
    }

    private Slo promisedOrAimed(Slo promised) {
        return promised.isNothing() ? objective : promised;
    }

    @Override
    public void learn(Slo promised, Lesson lesson) {
        Slo slo = promisedOrAimed(promised);
        margin.learn(slo, lesson);
        harm.learn(slo, lesson);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return leastCost.note(among, request.terms(), index, chosen);
    }
}
