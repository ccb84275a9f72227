// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.billing.book.BookParser;
import io.wattmill.billing.book.BookParser.Format;
import io.wattmill.billing.book.ImportedBook;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.http.RouteTable.BodyLimit;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.PriceLines;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.tariff.BookVersion;
import io.wattmill.billing.tariff.DryRun;
import io.wattmill.billing.tariff.PricesConfig;
import io.wattmill.billing.tariff.Tariff;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /billing/prices}: versions of the book, for admins. An import is kept as a draft; a draft
 * can be rehearsed against the past, then activated; an activation is undone by another one.
 */
final class PriceRoute implements Routes {

    private static final long US_PER_MS = 1_000;
    private static final String ALL = "/billing/prices";
    private static final String ONE = ALL + "/:version";

    private final Vertx vertx;
    private final Tariff tariff;
    private final DryRun dryRun;
    private final PricesConfig config;
    private final BookParser parser;
    private final int maxRows;

    /**
     * @param maxRows most rows of a dry run that are shown
     */
    PriceRoute(Vertx vertx, Tariff tariff, DryRun dryRun, PricesConfig config, int maxRows) {
        this.vertx = vertx;
        this.tariff = tariff;
        this.dryRun = dryRun;
        this.config = config;
        this.parser = new BookParser(config.maxImportLines());
        this.maxRows = maxRows;
    }

    @Override
    public void enter(RouteTable table) {
        BodyLimit limit = new BodyLimit("billing.prices.max-import-bytes", config.maxImportBytes());
        table.get(Access.ADMIN, ALL, asked -> list(asked.nowUs()))
                .post(
                        Access.ADMIN,
                        ALL,
                        limit,
                        asked -> add(question(asked), asked.body(), asked.nowUs()))
                .get(Access.ADMIN, ALL + "/diff", asked -> diff(question(asked)))
                .post(Access.ADMIN, ALL + "/rollback", _ -> rollBack())
                .get(Access.ADMIN, ONE, asked -> show(question(asked), asked.nowUs()))
                .get(Access.ADMIN, ONE + "/dry-run", asked -> rehearse(question(asked)))
                .post(
                        Access.ADMIN,
                        ONE + "/activate",
                        asked -> activate(question(asked), asked.nowUs()));
    }

    private static PriceQuestion question(Asked asked) {
        return new PriceQuestion(asked.parameters());
    }

    private Future<Answer> list(long nowUs) {
        int inForce = tariff.inForce().version();
        return tariff.versions()
                .map(all -> all.stream().map(v -> PriceViews.version(v, inForce, nowUs)).toList())
                .map(data -> new PriceViews.Versions("wattmill.prices", inForce, data))
                .map(Answer::ok);
    }

    private Future<Answer> show(PriceQuestion asked, long nowUs) {
        return with(asked.version("version"), version -> Answer.ok(book(version, nowUs)));
    }

    private PriceViews.Book book(BookVersion version, long nowUs) {
        return new PriceViews.Book(
                "wattmill.price_book",
                PriceViews.version(version, tariff.inForce().version(), nowUs),
                lines(version.terms().lines().all()),
                version.terms().monthly().schedules().stream().map(PriceViews::schedule).toList());
    }

    private Future<Answer> diff(PriceQuestion asked) {
        int from = asked.version("from");
        int to = asked.version("to");
        return tariff.versions()
                .map(
                        all ->
                                find(all, from)
                                        .flatMap(a -> find(all, to).map(b -> diff(a, b)))
                                        .orElseGet(PriceRoute::noSuchVersion));
    }

    private static Answer diff(BookVersion from, BookVersion to) {
        PriceLines before = from.terms().lines();
        PriceLines after = to.terms().lines();
        return Answer.ok(
                new PriceViews.Diff(
                        "wattmill.price_diff",
                        from.version(),
                        to.version(),
                        lines(before.without(after)),
                        lines(after.without(before))));
    }

    private static List<PriceViews.Line> lines(List<PriceLine> lines) {
        return lines.stream().map(PriceViews::line).toList();
    }

    /** Reads a file and keeps it as a draft, at the site and in the currency in force. */
    private Future<Answer> add(PriceQuestion asked, byte[] file, long nowUs) {
        Format format =
                Format.of(asked.text("format").orElse("wattmill"))
                        .orElseThrow(
                                () -> new Wrong("format", "format is wattmill, genai or litellm."));
        Optional<String> provider = asked.text("provider");
        String note = asked.text("note").orElse("");
        // A vendor's file is megabytes of JSON: too much for an event loop.
        return vertx.executeBlocking(
                        () ->
                                parser.parse(
                                        file, format, provider, Instants.at(nowUs).toLocalDate()))
                .compose(parsed -> keep(parsed, note));
    }

    private Future<Answer> keep(BookParser.Parsed parsed, String note) {
        return switch (parsed) {
            case BookParser.Invalid(String message) ->
                    Future.succeededFuture(Answer.badParameter("", message));
            case BookParser.Valid(ImportedBook book) -> keep(book, note);
        };
    }

    private Future<Answer> keep(ImportedBook book, String note) {
        CardTerms inForce = tariff.inForce().terms();
        CardTerms terms =
                new CardTerms(inForce.currency(), book.lines(), book.monthly(), inForce.facility());
        List<PriceLine> lines = book.lines().all();
        return tariff.draft(terms, note)
                .map(
                        version ->
                                Answer.ok(
                                        new PriceViews.Imported(
                                                "wattmill.price_import",
                                                version,
                                                PriceViews.models(lines),
                                                lines.size(),
                                                book.notes())));
    }

    /** Rates a past period again by a version. */
    private Future<Answer> rehearse(PriceQuestion asked) {
        int version = asked.version("version");
        long fromUs = asked.requiredInstant("from");
        long toUs = asked.requiredInstant("to");
        if (toUs <= fromUs || toUs - fromUs > config.maxDryRun().toMillis() * US_PER_MS) {
            throw new Wrong(
                    "to",
                    "to is after from, by at most "
                            + config.maxDryRun().toHours()
                            + " hours (billing.prices.max-dry-run).");
        }
        return tariff.versions()
                .compose(
                        all ->
                                find(all, version).isEmpty()
                                        ? Future.succeededFuture(noSuchVersion())
                                        : rehearse(version, fromUs, toUs));
    }

    private Future<Answer> rehearse(int version, long fromUs, long toUs) {
        return dryRun.of(version, fromUs, toUs, maxRows + 1)
                .map(
                        found ->
                                Answer.ok(
                                        new PriceViews.Rehearsal(
                                                "wattmill.price_dry_run",
                                                version,
                                                fromUs,
                                                toUs,
                                                found.size() <= maxRows,
                                                found.stream()
                                                        .limit(maxRows)
                                                        .map(PriceViews::difference)
                                                        .toList())));
    }

    /** Puts a version into force, at {@code at} when it is given and in the future. */
    private Future<Answer> activate(PriceQuestion asked, long nowUs) {
        return tariff.activate(asked.version("version"), asked.instant("at").orElse(nowUs))
                .map(PriceRoute::activated);
    }

    private Future<Answer> rollBack() {
        return tariff.rollBack().map(PriceRoute::activated);
    }

    private static Answer activated(Optional<Integer> version) {
        return version.map(number -> new PriceViews.Activated("wattmill.price_activation", number))
                .map(Answer::ok)
                .orElseGet(PriceRoute::noSuchVersion);
    }

    private Future<Answer> with(int version, Function<BookVersion, Answer> answer) {
        return tariff.versions()
                .map(all -> find(all, version).map(answer).orElseGet(PriceRoute::noSuchVersion));
    }

    private static Optional<BookVersion> find(List<BookVersion> all, int version) {
        return all.stream().filter(v -> v.version() == version).findFirst();
    }

    private static Answer noSuchVersion() {
        return Answer.notFound("There is no such version of the price book.");
    }
}
