// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.Gateway.Answer;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which site a command asks, and with which key. */
final class SiteOptions {

    private static final int CREATED = 201;

    @Option(
            names = "--url",
            paramLabel = "U",
            defaultValue = "http://127.0.0.1:8080",
            description = "The gateway (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key",
            paramLabel = "K",
            description =
                    "API key (default: WATTMILL_KEY, else the keys that the first start kept in the"
                            + " data folder).")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder to read keys from (default: ~/.local/share/wattmill).")
    private Optional<Path> data = Optional.empty();

    /** The gateway, asked with the key that was given, else with one of the first keys. */
    Gateway gateway(Function<FirstKeys, String> which) throws IOException {
        return new Gateway(url, key(which, System.getenv()));
    }

    /** The gateway's URL. */
    URI url() {
        return url;
    }

    /** The key that was given, else the first admin key. */
    String adminKey() throws IOException {
        return key(FirstKeys::admin, System.getenv());
    }

    private String key(Function<FirstKeys, String> which, Map<String, String> env)
            throws IOException {
        Optional<String> given =
                key.or(() -> Optional.ofNullable(env.get("WATTMILL_KEY")))
                        .filter(text -> !text.isEmpty());
        Path file = DataFolder.at(data, env).keys();
        return given.isPresent()
                ? given.get()
                : FirstKeys.read(file)
                        .map(which)
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ExitCode.USAGE,
                                                "no key: "
                                                        + file
                                                        + " has none; give one with --key or"
                                                        + " WATTMILL_KEY"));
    }

    /** Asks and insists on an answer. */
    Answer ask(Gateway gateway, String path) throws InterruptedException {
        return insist(() -> gateway.get(path));
    }

    /** Sends JSON and insists that it is taken. */
    Answer tell(Gateway gateway, String method, String path, String json)
            throws InterruptedException {
        return insist(() -> gateway.send(method, path, json));
    }

    /** Sends a table and insists that it is taken. */
    Answer send(Gateway gateway, String path, String csv) throws InterruptedException {
        return insist(() -> gateway.post(path, csv));
    }

    private interface Question {
        Answer put() throws IOException, InterruptedException;
    }

    private Answer insist(Question question) throws InterruptedException {
        try {
            Answer answer = question.put();
            if (answer.status() != 200 && answer.status() != CREATED) {
                throw new Refusal(ExitCode.FAILED, answer.problem());
            }
            return answer;
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.FAILED,
                    url + " does not answer (" + e + "); is the suite up? ./wattmill up");
        }
    }
}
