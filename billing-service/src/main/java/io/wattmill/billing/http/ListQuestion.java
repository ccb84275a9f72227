// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.MultiMap;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.LedgerKind;
import io.wattmill.billing.statement.AccountFilter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Parameters of a list; {@link Wrong} names the first that makes no sense. A parameter that the
 * list does not know is one of them: a filter with a slip in its name must not show everything.
 */
record ListQuestion(Caller caller, MultiMap parameters) {

    private static final int MAX_CURSOR = 2_048;
    private static final int DEFAULT_LIMIT = 100;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** What was asked, once it is known that each parameter is one of these. */
    static ListQuestion of(Asked asked, Set<String> known) {
        asked.query().names().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> refuse(name, "is not known here; there are " + sorted(known)));
        return new ListQuestion(asked.caller(), asked.query());
    }

    private static String sorted(Set<String> known) {
        return String.join(", ", known.stream().sorted().toList()) + ".";
    }

    private static void refuse(String name, String what) {
        throw new Wrong(name, name + " " + what);
    }

    /** A short text, if it was given. */
    Optional<String> text(String name) {
        return ShortText.of(parameters, name);
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /** Most rows of the page. */
    int limit(int most) {
        long limit = number("limit").orElse((long) Math.min(DEFAULT_LIMIT, most));
        if (limit < 1 || limit > most) {
            refuse("limit", "is 1 to " + most + ".");
        }
        return (int) limit;
    }

    Optional<Long> number(String name) {
        Optional<String> given = given(name);
        if (given.filter(text -> !NUMBER.matcher(text).matches()).isPresent()) {
            refuse(name, "is a whole number.");
        }
        return given.map(Long::valueOf);
    }

    /** Where the page before ended, else {@code start}. */
    <T> T page(Function<String, Optional<T>> read, T start) {
        return given("page").map(text -> page(read, text)).orElse(start);
    }

    private static <T> T page(Function<String, Optional<T>> read, String text) {
        Optional<T> place = text.length() > MAX_CURSOR ? Optional.empty() : read.apply(text);
        return place.orElseThrow(
                () -> new Wrong("page", "page is not the next_page of a page of this list."));
    }

    /** Epoch microseconds of an instant or a day as ISO 8601 writes it, UTC. */
    Optional<Long> instantUs(String name) {
        try {
            return text(name).map(ListQuestion::instant).map(ListQuestion::us);
        } catch (DateTimeException | ArithmeticException _) {
            throw new Wrong(
                    name, name + " is a day or an instant: 2026-11-01 or 2026-11-01T08:00:00Z.");
        }
    }

    private static Instant instant(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }

    private static long us(Instant at) {
        long us = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        if (us < 0 || at.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
            throw new DateTimeException("beyond what is kept");
        }
        return us;
    }

    /** The id of a request. */
    Optional<UUID> request() {
        Optional<String> id = text("request");
        if (id.filter(text -> !RequestRoute.isRequestId(text)).isPresent()) {
            refuse("request", "is a request's id, as x-request-id says it.");
        }
        return id.map(UUID::fromString);
    }

    /** Which accounts are meant; a tenant's own are all that it sees. */
    AccountFilter accounts() {
        return new AccountFilter(ledger(), code(), text("owner"), project());
    }

    private Optional<LedgerKind> ledger() {
        return text("ledger").map(name -> named(LedgerKind.values(), "ledger", name));
    }

    private Optional<AccountCode> code() {
        return text("code")
                .map(
                        name ->
                                Arrays.stream(AccountCode.values())
                                        .filter(code -> name.equals(Integer.toString(code.id())))
                                        .findFirst()
                                        .orElseGet(
                                                () -> named(AccountCode.values(), "code", name)));
    }

    private static <E extends Enum<E>> E named(E[] all, String parameter, String name) {
        List<String> names =
                Arrays.stream(all).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        int at = names.indexOf(name.toLowerCase(Locale.ROOT));
        if (at < 0) {
            refuse(parameter, "is one of " + String.join(", ", names) + ".");
        }
        return all[at];
    }

    /** The project that is meant: a tenant's own, whatever it says. */
    Optional<String> project() {
        Optional<String> wanted = text("project");
        Optional<String> own = caller.confinedTo();
        if (own.isPresent() && wanted.filter(other -> !other.equals(own.get())).isPresent()) {
            throw new Wrong(
                    Answer.forbidden(
                            "This key sees project '"
                                    + own.get()
                                    + "' only; other projects need an admin key."));
        }
        return own.or(() -> wanted);
    }
}
