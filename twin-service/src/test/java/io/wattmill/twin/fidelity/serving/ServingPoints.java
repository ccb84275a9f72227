// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.predict.Prediction;
import io.wattmill.twin.predict.Predictor;
import io.wattmill.twin.predict.ServingTuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints, for each backend, how far a plain roofline, the fit to all rows, and fits that have not
 * seen the pair of model and GPU are from what was measured. Arguments: {@code groups} prints each
 * pair, {@code rows} each row, {@code factors} what was fitted to all rows, as it is shipped in
 * {@code calibration.csv} and {@code closed-loop.csv}.
 */
public final class ServingPoints {
    private ServingPoints() {}

    public static void main(String[] arguments) {
        Points points = Points.read(PublicData.required());
        int rows = points.measured().size();
        int refused = points.refused().values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("aggregated rows %d, predicted %d%n", rows + refused, rows);
        points.refused().forEach((why, count) -> System.out.printf("  %4d %s%n", count, why));
        Map<EngineBackend, Factors> fitted = new EnumMap<>(EngineBackend.class);
        for (EngineBackend backend : EngineBackend.values()) {
            fitted.put(backend, print(backend, Rows.of(backend, points), List.of(arguments)));
        }
        if (List.of(arguments).contains("factors")) {
            System.out.println("factor,vllm,sglang,trtllm,vllm_known,sglang_known,trtllm_known");
            Arrays.stream(Factor.values())
                    .forEach(f -> System.out.println(line(f, fitted, points)));
        }
    }

    private static String line(Factor factor, Map<EngineBackend, Factors> fitted, Points points) {
        return factor.name().toLowerCase(Locale.ROOT)
                + fitted.values().stream()
                        .map(factors -> String.format(Locale.ROOT, ",%.4g", factors.of(factor)))
                        .collect(Collectors.joining())
                + fitted.entrySet().stream()
                        .map(one -> known(factor, one.getValue(), Rows.of(one.getKey(), points)))
                        .collect(Collectors.joining());
    }

    /** What no row tells is what was assumed before. */
    private static String known(Factor factor, Factors factors, Rows rows) {
        return Fit.tells(rows, factors, factor) ? ",fitted" : ",assumed";
    }

    private static Factors print(
            EngineBackend backend, Rows measured, Collection<String> arguments) {
        Factors all = Fit.of(measured, Factors.priors());
        List<Measured> rows = measured.points();
        System.out.println(backend.key());
        System.out.println(told(rows, Roofline::predict).line("plain roofline"));
        System.out.println(with(rows, all.tuning()).line("fitted to all rows"));
        Score unseen = leftOut(measured);
        System.out.println(unseen.line("each model x GPU left out of its fit"));
        if (arguments.contains("groups")) {
            groups(unseen).forEach((group, score) -> System.out.println(score.line(group)));
        }
        if (arguments.contains("rows")) {
            unseen.lines().forEach(System.out::println);
        }
        return all;
    }

    /** What a fit to all other rows tells of each pair of model and GPU. */
    static Score leftOut(Rows rows) {
        Map<String, List<Measured>> groups =
                rows.points().stream().collect(Collectors.groupingBy(Measured::group));
        List<Score> scores =
                groups.entrySet().parallelStream()
                        .map(
                                group -> {
                                    Rows others = rows.without(group.getKey());
                                    return with(
                                            group.getValue(),
                                            Fit.of(others, Factors.priors()).tuning());
                                })
                        .toList();
        return joined(scores);
    }

    private static Score with(List<Measured> rows, ServingTuning tuning) {
        return told(rows, row -> Predictor.predict(row.point(), tuning));
    }

    private static Score told(List<Measured> rows, Function<Measured, Prediction> predict) {
        return new Score(rows, rows.stream().map(predict).toList());
    }

    private static Score joined(List<Score> scores) {
        List<Measured> rows = new ArrayList<>();
        List<Prediction> told = new ArrayList<>();
        scores.forEach(
                score -> {
                    rows.addAll(score.rows());
                    told.addAll(score.told());
                });
        return new Score(rows, told);
    }

    private static Map<String, Score> groups(Score score) {
        Map<String, Score> groups = new TreeMap<>();
        for (int i = 0; i < score.rows().size(); i++) {
            Score group =
                    groups.computeIfAbsent(
                            score.rows().get(i).group(),
                            _ -> new Score(new ArrayList<>(), new ArrayList<>()));
            group.rows().add(score.rows().get(i));
            group.told().add(score.told().get(i));
        }
        return groups;
    }
}
