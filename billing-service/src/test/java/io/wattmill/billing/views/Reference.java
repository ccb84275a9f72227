// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.views;

import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.views.Catalog.Column;
import io.wattmill.billing.views.Catalog.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page about the views, made from what the database says of them. */
final class Reference {

    private static final String HEAD =
            """
            # SQL views for analysts

            <!-- Made from the comments of the views by SqlViewsTest, which fails when this page is stale. Do not edit. -->

            Schema `billing_views` shows the books to whoever reads them with SQL. The views are a contract: columns are added,
            never renamed, removed or given another meaning. The tables behind them are not, and are out of reach. Role
            `wattmill_analyst` may read the views and nothing else. Give it to a login of your own:

            ```sql
            CREATE ROLE ada LOGIN PASSWORD '…' IN ROLE wattmill_analyst;
            ALTER ROLE ada SET search_path = billing_views;
            ALTER ROLE ada SET statement_timeout = '60s';
            ```

            Amounts are exact decimals in the unit that the column says: money in the currency of the row, energy in joules,
            carbon in grams. Instants are in UTC. `usage_by_day`, `margin_by_hour` and `energy_by_hour` are read from roll-ups and
            stay quick when the books are long; they are exact to the last committed booking. Ask them first, and `requests` and
            `entries` for a short time.
            """;

    private Reference() {}

    static String page(List<View> views, List<Example> examples) {
        List<String> lines = new ArrayList<>(HEAD.lines().toList());
        views.forEach(view -> describe(view, lines));
        codes(lines);
        lines.addAll(List.of("", "## Examples"));
        for (Example example : examples) {
            lines.addAll(List.of("", example.title() + ":", "", "```sql"));
            lines.addAll(example.sql().lines().toList());
            lines.add("```");
        }
        return String.join("\n", lines) + "\n";
    }

    private static void describe(View view, List<String> lines) {
        lines.addAll(List.of("", "## " + view.name(), "", view.comment(), ""));
        lines.addAll(List.of("| column | type | |", "|---|---|---|"));
        for (Column column : view.columns()) {
            lines.add(
                    "| `%s` | %s | %s |".formatted(column.name(), column.type(), column.comment()));
        }
    }

    private static void codes(List<String> lines) {
        lines.addAll(
                List.of("", "## Codes of accounts", "", "| code | ledger | |", "|---|---|---|"));
        Arrays.stream(AccountCode.values())
                .map(
                        code ->
                                "| %d | %s | %s |"
                                        .formatted(code.id(), plain(code.ledger()), plain(code)))
                .forEach(lines::add);
    }

    private static String plain(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
