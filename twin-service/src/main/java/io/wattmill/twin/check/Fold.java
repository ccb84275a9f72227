// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import io.wattmill.twin.rule.RuleResult;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results that one fix mends: the first of them, and the names of the others. A rule that says the
 * same of eight racks is read once; a figure that is missing is asked for once, by whatever rules.
 *
 * @param first in plan order
 * @param likewise names of the others: subjects of the same rule, else rule and subject
 */
record Fold(RuleResult first, List<String> likewise) {

    /** What makes two results one. */
    private record Key(String rule, Mark mark, String fix) {}

    /** Passes are left as they are: they have no fix. */
    static List<Fold> of(List<RuleResult> results) {
        Map<Object, List<RuleResult>> folds = new LinkedHashMap<>();
        results.forEach(
                result -> folds.computeIfAbsent(key(result), _ -> new ArrayList<>()).add(result));
        return folds.values().stream().map(Fold::together).toList();
    }

    private static Object key(RuleResult result) {
        var mark = Mark.of(result.verdict());
        var rule = mark == Mark.CANNOT_SAY ? "" : result.rule();
        return Mark.fix(result.verdict())
                .<Object>map(fix -> new Key(rule, mark, fix))
                .orElse(result);
    }

    private static Fold together(List<RuleResult> same) {
        var first = same.getFirst();
        var others = same.stream().skip(1).map(each -> name(first, each)).distinct().toList();
        return new Fold(first, others);
    }

    private static String name(RuleResult first, RuleResult other) {
        return other.rule().equals(first.rule())
                ? other.subject()
                : other.rule() + "." + other.subject();
    }
}
