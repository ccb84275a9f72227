// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

/** All rules of the book as a page of Markdown: what each demands, and where it comes from. */
public final class RulePage {
    private static final String INTRODUCTION =
            """
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            # Rules of a facility plan

            `wattmill plan check` asks every rule of a plan. A rule says pass, warn, fail, or that it
            cannot say, and then what to add to the plan. Each result carries the figures that went
            in, the value against its limit, the margin, a fix and the source. A limit that is met
            with less than 3 %% to spare is a warning. This page is made by `wattmill plan rules`;
            a test keeps it current.

            %d rules in %d parts.
            """;

    private RulePage() {}

    /** The page. */
    public static String text() {
        var page =
                new StringBuilder(
                        INTRODUCTION.formatted(RuleBook.rules().size(), RuleBook.sets().size()));
        RuleBook.sets().forEach(set -> section(page, set));
        return page.toString();
    }

    private static void section(StringBuilder page, RuleSet set) {
        var first = set.rules().getFirst().id();
        page.append("\n## ")
                .append(first, 0, first.indexOf('.'))
                .append("\n\n| rule | demand | source |\n|---|---|---|\n");
        for (Rule rule : set.rules()) {
            page.append("| `%s` | %s | %s |\n".formatted(rule.id(), rule.demand(), rule.source()));
        }
    }
}
