// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.splitwise;

import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.LeastSquares;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * Splitwise's measurements (splitwise-sim 8f99e7d, MIT): Llama-2-70B and BLOOM-176B on A100 and
 * H100, 2, 4 and 8 GPUs. Each of the eight settings is told by a fit to the other seven: {@code
 * deploy/measure/fidelity splitwise}.
 */
public final class Splitwise {
    private static final double SCALE = 0.1;
    private static final double PULL = 0.1;

    private Splitwise() {}

    /** Times of a shot by constants that its setting had no part in. */
    record Told(Shot shot, double promptSeconds, double tokenSeconds) {}

    /** All shots, each by such constants. */
    static List<Told> leftOut() {
        List<Shot> all = Shot.all();
        List<Told> told = new ArrayList<>();
        for (Shot.Setting setting : settings(all)) {
            Predicate<Shot> isOfIt = shot -> shot.setting().equals(setting);
            HostBound constants = fit(all.stream().filter(isOfIt.negate()).toList());
            all.stream().filter(isOfIt).forEach(shot -> told.add(told(shot, constants)));
        }
        return told;
    }

    private static List<Shot.Setting> settings(List<Shot> shots) {
        return shots.stream()
                .map(Shot::setting)
                .distinct()
                .sorted(Comparator.comparing(Shot.Setting::toString))
                .toList();
    }

    private static Told told(Shot shot, HostBound constants) {
        return new Told(shot, constants.promptSeconds(shot), constants.tokenSeconds(shot));
    }

    private static HostBound fit(List<Shot> shots) {
        return new HostBound(
                LeastSquares.fit(
                        moved -> residuals(shots, new HostBound(moved)),
                        HostBound.COUNT,
                        SCALE,
                        PULL));
    }

    private static double[] residuals(List<Shot> shots, HostBound constants) {
        return shots.stream()
                .flatMapToDouble(
                        shot ->
                                DoubleStream.of(
                                        constants.promptSeconds(shot) / shot.promptSeconds(),
                                        constants.tokenSeconds(shot) / shot.tokenSeconds()))
                .map(Math::log)
                .toArray();
    }

    static Errors prompts(List<Told> told) {
        return Errors.of(told, each -> each.shot().promptSeconds(), Told::promptSeconds);
    }

    static Errors tokens(List<Told> told) {
        return Errors.of(told, each -> each.shot().tokenSeconds(), Told::tokenSeconds);
    }

    /** Prints the errors of each setting and of all. */
    public static void main(String[] arguments) {
        List<Told> told = leftOut();
        for (Shot.Setting setting : settings(Shot.all())) {
            print(
                    setting.toString(),
                    told.stream().filter(t -> t.shot().setting().equals(setting)).toList());
        }
        print("all, each setting left out of its fit", told);
    }

    private static void print(String title, List<Told> told) {
        System.out.println(title);
        System.out.println("  prompts " + prompts(told).text());
        System.out.println("  tokens  " + tokens(told).text());
    }
}
