// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.Terms;

/**
 * The least cost among the engines that no limit forbids, else the least {@link Risk}. Cost is the
 * joules that the engine draws more for the request in the long run: those of its prompt, less what
 * is cached, and its share of the joules of each step above idle, at the batch that it joins. An
 * idle engine costs its whole step, so that a busy one comes first, and the idle one is used at
 * once when no busy one will do.
 *
 * <p>Not the difference that the request makes to the steps as they are: by the engine model that
 * is 0.049 J per token at batch 1 and 0.076 J at batch 64 (Llama-3.1-8B, H100), and who chooses by
 * it feeds the engines that are about to become idle and never empties one. The share falls with
 * the batch throughout, from 2.5 J to 0.1 J.
 *
 * <p>Equal costs go to the first in the fleet's order: work gathers, and the others stay idle.
 * Costs that nobody knows, and engines that are strained anyway, are chosen among by strain, equals
 * by chance.
 */
final class LeastCost {
    private static final double SAME = 1.001;

    /** More than any request costs. */
    static final double UNKNOWN = 1e24;

    /** More than all of these: engines beyond a limit. */
    private static final double STRAINED = 1e30;

    /** More than these, and less than any engine that is late. */
    static final double ALL_LATE = STRAINED * Risk.LATE;

    /** Of engines beyond a limit: risks are above the 1e-3 that strain adds to them. */
    static final double LEAST_STRAINED = 1e27;

    /** Those of the request chosen for last, which notes are about. */
    private final Strains strains = new Strains();

    private final CostUnit usual;
    private final double tie;

    LeastCost(PolicySettings settings) {
        this.usual = settings.unit();
        this.tie = 1 + settings.tiePpm() / 1e6;
    }

    int choose(Candidates among, Limits limits, Terms terms, long dice) {
        CostUnit unit = unit(terms);
        double dearest = dearest(among, unit);
        strains.take(limits, among);
        for (int i = 0; i < among.size(); i++) {
            double strain = strains.most(i);
            among.cost(
                    i,
                    strain > 1
                            ? STRAINED * Risk.of(strains, limits, among, i)
                            : cost(among, i, unit, dearest, strain));
        }
        double least = Ties.leastCost(among);
        if (least < UNKNOWN) {
            return Ties.first(among, SAME);
        }
        // Broken promises are counted: a share of one is no tie where another is broken anyway.
        return Ties.least(among, least < STRAINED ? tie : SAME, dice);
    }

    private CostUnit unit(Terms terms) {
        return terms.cost().orElse(usual);
    }

    private static double cost(
            Candidates among, int index, CostUnit unit, double dearest, double strain) {
        double microjoules = among.microjoules(index);
        double factor = unit.perMicrojoule(among.node(index));
        return microjoules > 0
                ? microjoules * (Double.isNaN(factor) ? dearest : factor)
                : UNKNOWN * (1 + strain);
    }

    /** A node that does not tell its price gains nothing by it. */
    private static double dearest(Candidates among, CostUnit unit) {
        if (unit == CostUnit.JOULES) {
            return 1;
        }
        double dearest = Double.NaN;
        for (int i = 0; i < among.size(); i++) {
            double factor = unit.perMicrojoule(among.node(i));
            dearest = Double.isNaN(factor) || factor <= dearest ? dearest : factor;
        }
        return Double.isNaN(dearest) ? 1 : dearest;
    }

    /** How near the request that was chosen for last would bring each engine to its limits. */
    Strains strains() {
        return strains;
    }

    String note(Candidates among, Terms terms, int index, int chosen) {
        CostUnit unit = unit(terms);
        double cost = among.cost(index);
        if (cost == ALL_LATE) {
            return "late everywhere: " + broken(index);
        }
        if (cost >= LEAST_STRAINED) {
            return (index == chosen ? "least late: " : "") + broken(index);
        }
        if (index == chosen) {
            return cost < UNKNOWN ? "least " + unit.word() + " that meet the SLO" : "meets the SLO";
        }
        boolean known = cost < UNKNOWN;
        return known
                ? Words.dearer(unit.shown(cost - among.cost(chosen)), unit.symbol())
                : "meets the SLO, joules not known";
    }

    /** The limit that speaks against it most. */
    private String broken(int index) {
        double strain = strains.most(index);
        if (strains.first(index) >= strain) {
            return "would miss TTFT";
        }
        if (strains.pace(index) >= strain) {
            return "would miss TPOT";
        }
        if (strains.running(index) >= strain) {
            return "would slow those running";
        }
        return strains.kv(index) >= strain ? "KV cache nearly full" : "queue too long";
    }
}
