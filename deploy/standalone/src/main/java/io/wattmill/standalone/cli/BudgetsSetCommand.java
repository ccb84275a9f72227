// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.standalone.folder.FirstKeys;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill budgets set ID …`. */
@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        description = "Sets a budget or a limit, new or in place of the one with this name.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill budgets set team-a --project team-a --amount 25 --unit USD --window day",
            "  ./wattmill budgets set tokens --for-key key_1 --amount 2000000 --unit tokens"
                    + " --window month --soft",
            "  ./wattmill budgets set joules --organization acme --amount 500000 --unit joules"
                    + " --window 24h",
            "  ./wattmill budgets set coder-day --agent demo/coder --amount 2 --unit USD --window"
                    + " day",
            "  ./wattmill budgets set rate --project team-a --per-minute 600",
            "  ./wattmill budgets set tokens-rate --organization acme --tokens-per-minute 200000",
            "  ./wattmill budgets set slots --for-key key_1 --concurrent 16"
        })
final class BudgetsSetCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(
            paramLabel = "ID",
            description = "The budget's name: letters, digits, '.', '_' and '-'.")
    private String id = "";

    @ArgGroup(multiplicity = "1")
    private Whose whose = new Whose();

    @ArgGroup(multiplicity = "1")
    private HowMuch howMuch = new HowMuch();

    @Option(
            names = "--window",
            paramLabel = "TIME",
            description =
                    "day or month (calendar, UTC), or a rolling time from 1m to 7d. Limits have"
                            + " none.")
    private Optional<String> window = Optional.empty();

    @Option(names = "--soft", description = "Only tells when it is spent, refuses nothing.")
    private boolean soft;

    /** Exactly one of these. */
    static final class Whose {

        @Option(names = "--organization", paramLabel = "O", description = "For an organization.")
        private Optional<String> organization = Optional.empty();

        @Option(names = "--project", paramLabel = "P", description = "For a project.")
        private Optional<String> project = Optional.empty();

        @Option(names = "--for-key", paramLabel = "K", description = "For an API key, by its id.")
        private Optional<String> apiKey = Optional.empty();

        @Option(
                names = "--agent",
                paramLabel = "A",
                description =
                        "For an agent: the id of one with keys of its own, or PROJECT/NAME of one"
                                + " that callers name in x-wattmill-agent.")
        private Optional<String> agent = Optional.empty();

        private void to(ObjectNode body) {
            organization.ifPresent(owner -> put(body, "organization", owner));
            project.ifPresent(owner -> put(body, "project", owner));
            apiKey.ifPresent(owner -> put(body, "key", owner));
            agent.ifPresent(owner -> put(body, "agent", owner));
        }

        private static void put(ObjectNode body, String scope, String owner) {
            body.put("scope", scope).put("scope_id", owner);
        }
    }

    /** An amount of a unit, or one of the limits. */
    static final class HowMuch {

        @ArgGroup(exclusive = false)
        private @Nullable Amount amount;

        @Option(
                names = "--per-minute",
                paramLabel = "N",
                description = "A limit: requests within any minute.")
        private Optional<Long> perMinute = Optional.empty();

        @Option(
                names = "--tokens-per-minute",
                paramLabel = "N",
                description = "A limit: tokens, read and made, within any minute.")
        private Optional<Long> tokensPerMinute = Optional.empty();

        @Option(
                names = "--concurrent",
                paramLabel = "N",
                description = "A limit: requests in flight at a time.")
        private Optional<Long> concurrent = Optional.empty();

        private void to(ObjectNode body) {
            if (amount != null) {
                put(body, amount.unit, amount.amount);
            }
            limit(body, "requests_per_minute", perMinute);
            limit(body, "tokens_per_minute", tokensPerMinute);
            limit(body, "concurrency", concurrent);
        }

        private static void limit(ObjectNode body, String unit, Optional<Long> number) {
            number.ifPresent(n -> put(body, unit, BigDecimal.valueOf(n)));
        }

        private static void put(ObjectNode body, String unit, BigDecimal amount) {
            body.put("unit", unit).put("amount", amount);
        }
    }

    /** Both of these. */
    static final class Amount {

        @Option(
                names = "--amount",
                required = true,
                paramLabel = "N",
                description = "How much: wholes, for example 25 or 0.5.")
        private BigDecimal amount = BigDecimal.ZERO;

        @Option(
                names = "--unit",
                required = true,
                paramLabel = "UNIT",
                description =
                        "A currency such as USD, tokens, joules; of limits requests_per_minute,"
                                + " tokens_per_minute, concurrency.")
        private String unit = "";
    }

    @Override
    public Integer call() throws Exception {
        ObjectNode body = JSON.createObjectNode();
        whose.to(body);
        howMuch.to(body);
        body.put("mode", soft ? "soft" : "hard");
        window.ifPresent(text -> body.put("window", text));
        try (var gateway = site.gateway(FirstKeys::admin)) {
            site.tell(gateway, "PUT", path(id), JSON.writeValueAsString(body));
            spec.commandLine().getOut().println("set " + id);
            return ExitCode.OK;
        }
    }

    /** A budget's path; what cannot be in a name does not get as far as the gateway. */
    static String path(String id) {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "a budget's name has 1 to 64 letters, digits, '.', '_' and '-'");
        }
        return "/billing/budgets/" + id;
    }
}
