// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.twin.answer.PlanAnswer;

import java.util.List;

/**
 * An answer as it is laid out. A part that the answer lacks is an empty list, so that a template
 * leaves it out.
 */
public record ReportView(
        Head head,
        List<MetricGroup> groups,
        List<Slice> utilization,
        List<Meaning> legend,
        List<BindingView> binding,
        List<DeploymentView> deployments,
        List<RulesView> rules,
        List<ChainView> chain,
        List<YearView> year,
        List<PointsView> points,
        List<CostsView> costs,
        List<AssumptionView> assumptions,
        List<Line> identity,
        List<String> reproduce) {

    /** Says an answer in words. */
    public static ReportView of(PlanAnswer answer) {
        return new ReportView(
                Heads.head(answer),
                MetricViews.groups(answer),
                MetricViews.utilization(answer.metrics()),
                Heads.legend(),
                Findings.binding(answer.binding()),
                answer.deployments().stream().map(Findings::deployment).toList(),
                Rules.of(answer.rules()),
                FacilityViews.chain(answer.powerChain()),
                FacilityViews.year(answer.year()),
                Trade.points(answer.operatingPoints()),
                Trade.costs(answer),
                answer.assumptions().stream().map(Findings::assumption).toList(),
                Heads.identity(answer.identity()),
                answer.identity().reproduce().stream().map(Shown::oneLine).toList());
    }

    /** Whether it would work. */
    public record Head(
            String title,
            String plan,
            String outcome,
            String mark,
            String words,
            List<String> sentences,
            String date,
            String time) {}

    /** Metrics of a kind. */
    public record MetricGroup(String name, List<MetricView> metrics) {}

    /** One metric. */
    public record MetricView(String label, Cell figure) {}

    /** One part of the GPUs' time; the share is a number of percent for a style. */
    public record Slice(String label, String kind, String share, Cell figure) {}

    /** What a badge means. */
    public record Meaning(String word, String meaning) {}

    /** What limits. */
    public record BindingView(
            String constraint, String statement, String relief, List<TrialsView> trials) {}

    /** What was loosened to find it. */
    public record TrialsView(List<TrialView> lines) {}

    /** One thing loosened. */
    public record TrialView(
            String deployment, String constraint, String loosening, Cell good, Cell time) {}

    /** One deployment. */
    public record DeploymentView(
            String name,
            String model,
            String layout,
            String gpus,
            Cell output,
            Cell goodput,
            Cell attainment,
            List<ObjectiveView> objectives,
            List<LatencyView> latencies) {}

    /** One objective: which way it went, and who keeps which limit. */
    public record ObjectiveView(String kind, String mark, String words) {}

    /** One latency. */
    public record LatencyView(String name, Cell p50, Cell p90, Cell p99, String wanted) {}

    /** What the rules said. */
    public record RulesView(List<CountView> counts, List<RuleView> lines) {}

    /** How many said so. */
    public record CountView(String kind, String mark, String words, int count) {}

    /** What one rule said. */
    public record RuleView(
            String kind,
            String mark,
            String words,
            String rule,
            String subject,
            String statement,
            String value,
            String limit,
            String margin,
            String source,
            String fix) {}

    /** Where the power goes. */
    public record ChainView(List<LinkView> links) {}

    /** What flows from here to there. */
    public record LinkView(String from, String to, Cell mean, Cell peak) {}

    /** The year in tables. */
    public record YearView(
            String provenance, String source, List<PeriodView> months, List<PeriodView> day) {}

    /** A month, or an hour of the day over the whole year. */
    public record PeriodView(
            String name, String it, String facility, String peak, String pue, String chiller) {}

    /** The ways to run it. */
    public record PointsView(List<PointView> points) {}

    /** One way to run it. */
    public record PointView(
            String deployment, String label, Cell user, Cell megawatt, String remark) {}

    /** What a year costs. */
    public record CostsView(String currency, List<CostView> lines, Cell total) {}

    /** One part of it. */
    public record CostView(String label, Cell perYear, String share) {}

    /** One assumption. */
    public record AssumptionView(String path, String value, String provenance, String source) {}

    /** A name and what it is. */
    public record Line(String name, String value) {}
}
