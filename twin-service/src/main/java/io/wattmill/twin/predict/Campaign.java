// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import static io.wattmill.twin.predict.ServingPoint.REFERENCE_YEAR;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Sampling;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a row's version and date tell.
 *
 * <p>The published columns hide multi-token prediction. Pairs of rows that agree in all columns but
 * version and date show where it was on: DeepSeek on TensorRT-LLM 1.2.0rc6.post3, and on
 * 1.1.0rc2.post2 since 2026, has 0.55 to 0.7 of the time per token and a longer time to the first
 * token than 1.2.0rc6.post2 and the same 1.1.0rc2.post2 a month before.
 *
 * @param speculative whether multi-token prediction was on
 * @param captured whether prompts run from captured graphs: in SGLang by default since 0.5.10 of 6
 *     April 2026 (its release notes)
 * @param sampling sorted in vLLM up to 0.16 where clients leave the choice to the model's published
 *     defaults; InferenceX's clients ask for the likeliest token, and gpt-oss' defaults are plain
 * @param yearsLater years after {@link ServingPoint#REFERENCE_YEAR}, within {@value #MOST_YEARS} of
 *     it
 */
record Campaign(boolean speculative, boolean captured, Sampling sampling, double yearsLater) {
    private static final Pattern DATE = Pattern.compile("measured=(\\d{4})-(\\d\\d)-(\\d\\d)");
    private static final Set<String> ALWAYS = Set.of("1.2.0rc6.post3");
    private static final Set<String> SINCE_2026 = Set.of("1.1.0rc2.post2");
    private static final Pattern VERSION = Pattern.compile("0\\.(\\d{1,3})\\..*");
    private static final int LAST_SORTING = 16;
    private static final double YEAR_2026 = 2026;
    private static final double UNDATED = -0.4;
    private static final double MOST_YEARS = 2;

    private static final double CAPTURING = 2026 + 3 / 12.0 + 5 / 365.0 - REFERENCE_YEAR;

    static Campaign of(PointRow row, EngineBackend backend, ModelArchitecture model) {
        double later = yearsLater(row.source());
        boolean deepSeek = backend == EngineBackend.TRTLLM && model.name().startsWith("deepseek");
        String version = row.text("backend_version");
        boolean recent = REFERENCE_YEAR + later >= YEAR_2026;
        boolean on = ALWAYS.contains(version) || (SINCE_2026.contains(version) && recent);
        boolean captured = backend == EngineBackend.SGLANG && later >= CAPTURING;
        return new Campaign(deepSeek && on, captured, sampling(row, backend, model), later);
    }

    private static Sampling sampling(PointRow row, EngineBackend backend, ModelArchitecture model) {
        Matcher version = VERSION.matcher(row.text("backend_version"));
        boolean sorts =
                backend == EngineBackend.VLLM
                        && version.matches()
                        && Integer.parseInt(version.group(1)) <= LAST_SORTING;
        boolean defaults = !row.isBenchmark() && !model.name().startsWith("gpt-oss");
        return sorts && defaults ? Sampling.SORTED : Sampling.PLAIN;
    }

    private static double yearsLater(String source) {
        Matcher date = DATE.matcher(source);
        return date.find() ? within(years(date) - REFERENCE_YEAR) : UNDATED;
    }

    private static double years(Matcher date) {
        return number(date, 1) + (number(date, 2) - 1) / 12 + (number(date, 3) - 1) / 365;
    }

    /** Beyond what the factor was fitted to it says nothing. */
    private static double within(double years) {
        return Math.clamp(years, -MOST_YEARS, MOST_YEARS);
    }

    private static double number(Matcher date, int group) {
        return Integer.parseInt(date.group(group));
    }
}
