// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.Metrics;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.GpuUsage;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures by which plans are compared, as far as the layers are there. The load that was
 * simulated is taken for the load of every hour of the year.
 */
final class HeadFigures {
    private static final double EXACT = 1e12;

    private static final double WATTS_PER_MW = 1e6;
    private static final double SECONDS_PER_YEAR = 8_760 * 3_600.0;
    private static final double TOKENS_PER_MTOK = 1e6;
    private static final double GRAMS_PER_KG = 1e3;
    private static final double KWH_PER_MWH = 1e3;

    private final Map<Metric, Figure> all = new EnumMap<>(Metric.class);
    private final Fidelity fidelity;

    private HeadFigures(Fidelity fidelity) {
        this.fidelity = fidelity;
    }

    static Metrics of(Layers layers, Fidelity fidelity) {
        var figures = new HeadFigures(fidelity);
        layers.run().ifPresent(figures::run);
        layers.building().ifPresent(building -> figures.building(building.figures()));
        layers.availability().ifPresent(share -> figures.all.put(Metric.AVAILABILITY, share));
        layers.money().ifPresent(figures::money);
        figures.both(layers);
        return new Metrics(figures.all);
    }

    private void run(SiteRun run) {
        var totals = run.totals();
        Figure gpu = Fidelity.widened(totals.gpuWatts(), fidelity.joules());
        Figure it = Fidelity.widened(totals.gpuWatts().plus(totals.hostWatts()), fidelity.joules());
        all.put(Metric.OUTPUT_TOKENS_PER_S, totals.outputTokensPerSecond());
        all.put(Metric.INPUT_TOKENS_PER_S, totals.inputTokensPerSecond());
        per(Metric.OUTPUT_TOKENS_PER_GPU_JOULE, totals.outputTokensPerSecond(), gpu);
        per(Metric.OUTPUT_TOKENS_PER_IT_JOULE, totals.outputTokensPerSecond(), it);
        usage(totals.usage());
        attainment(run.deployments());
    }

    /** What stands under the stroke may come to nothing in a run that was cancelled. */
    private void per(Metric metric, Figure amount, Figure of) {
        if (of.low() > 0) {
            all.put(metric, amount.per(of));
        }
    }

    private void usage(GpuUsage usage) {
        all.put(Metric.USEFUL_SHARE, usage.useful());
        all.put(Metric.BUSY_SHARE, rest(usage.busy(), usage.useful()));
        all.put(Metric.IDLE_SHARE, rest(rest(whole(usage), usage.busy()), usage.stranded()));
        all.put(Metric.STRANDED_SHARE, usage.stranded());
    }

    /** Each seed's shares are a whole; the middles of all seeds need not be. */
    private static Figure whole(GpuUsage usage) {
        return Figure.exact(1, usage.idle().provenance(), usage.idle().source());
    }

    /** The part of the whole that is not in the part. */
    private static Figure rest(Figure whole, Figure part) {
        double value = Math.max(0, whole.value() - part.value());
        return new Figure(
                value,
                Math.min(value, Math.max(0, whole.low() - part.high())),
                Math.max(value, whole.high() - part.low()),
                whole.provenance().and(part.provenance()),
                whole.source());
    }

    /** Weighted by the requests that came, those that were refused included. */
    private void attainment(List<DeploymentRun> runs) {
        double came = runs.stream().mapToDouble(HeadFigures::perSecond).sum();
        runs.stream()
                .filter(_ -> came > 0)
                .map(run -> run.attainment().times(perSecond(run) / came))
                .reduce(Figure::plus)
                .ifPresent(share -> all.put(Metric.SLO_ATTAINMENT, atMostOne(share)));
    }

    private static double perSecond(DeploymentRun run) {
        return run.report().perSecond(run.report().requests().scheduled());
    }

    private static Figure atMostOne(Figure share) {
        return new Figure(
                atMostOne(share.value()),
                atMostOne(share.low()),
                atMostOne(share.high()),
                share.provenance(),
                share.source());
    }

    /** Weights sum to 1 but for the last bits, and 99.99999999999999 % is 100 %. */
    private static double atMostOne(double share) {
        return Math.min(1, Math.round(share * EXACT) / EXACT);
    }

    private void building(YearFigures year) {
        all.put(Metric.PUE, year.pue());
        all.put(Metric.WUE_L_PER_KWH, year.wueLitresPerKwh());
        all.put(Metric.ENERGY_MWH_PER_YEAR, year.siteKwh().times(1 / KWH_PER_MWH));
        if (year.siteKwh().value() > 0) {
            // Both grow with the energy: their quotient is as sure as the series of carbon is.
            all.put(
                    Metric.CARBON_G_PER_KWH,
                    Figure.exact(
                            year.carbonKg().value() * GRAMS_PER_KG / year.siteKwh().value(),
                            year.carbonKg().provenance(),
                            year.carbonKg().source()));
        }
    }

    private void money(Layers.Money money) {
        all.put(Metric.COST_PER_YEAR, money.certainty().times(money.year().total().doubleValue()));
    }

    private void both(Layers layers) {
        layers.run()
                .ifPresent(
                        run -> {
                            layers.building().ifPresent(b -> tokensForPower(run, b.figures()));
                            tokensForMoney(run);
                        });
    }

    private void tokensForPower(SiteRun run, YearFigures year) {
        Figure output = run.totals().outputTokensPerSecond();
        Figure drawn = Fidelity.widened(year.meanWatts(), fidelity.joules());
        per(Metric.OUTPUT_TOKENS_PER_FACILITY_JOULE, output, drawn);
        per(Metric.OUTPUT_TOKENS_PER_S_PER_MEASURED_MW, output, drawn.times(1 / WATTS_PER_MW));
        per(
                Metric.OUTPUT_TOKENS_PER_S_PER_PROVISIONED_MW,
                output,
                year.provisionedWatts().times(1 / WATTS_PER_MW));
        per(
                Metric.CARBON_G_PER_MTOK,
                year.carbonKg().times(GRAMS_PER_KG),
                millions(output.plus(run.totals().inputTokensPerSecond())));
    }

    private void tokensForMoney(SiteRun run) {
        Figure cost = all.get(Metric.COST_PER_YEAR);
        if (cost == null) {
            return;
        }
        Figure output = run.totals().outputTokensPerSecond();
        per(Metric.COST_PER_OUTPUT_MTOK, cost, millions(output));
        per(Metric.COST_PER_MTOK, cost, millions(output.plus(run.totals().inputTokensPerSecond())));
    }

    private static Figure millions(Figure tokensPerSecond) {
        return tokensPerSecond.times(SECONDS_PER_YEAR / TOKENS_PER_MTOK);
    }
}
