// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads commands: a word of the path, and for {@code slow} the body {@code {"factor": 2.5}}. */
public final class NodeCommandParser {
    private NodeCommandParser() {}

    /** What became of a command. */
    public sealed interface Parsed {
        /** It is one. */
        record Accepted(NodeCommand command) implements Parsed {}

        /** It is not, for this reason. */
        record Rejected(ApiError error) implements Parsed {}
    }

    /** The command, or the reason why it is none. */
    public static Parsed parse(String word, byte[] body) {
        return switch (word) {
            case "crash" -> new Parsed.Accepted(new NodeCommand.Crash());
            case "hang" -> new Parsed.Accepted(new NodeCommand.Hang());
            case "restore" -> new Parsed.Accepted(new NodeCommand.Restore());
            case "slow" -> slow(body);
            default -> {
                var message = "No such command; use crash, hang, slow or restore.";
                yield new Parsed.Rejected(ApiError.notFound(message));
            }
        };
    }

    private static Parsed slow(byte[] body) {
        try (var json = Json.parser(body)) {
            var fields = new Fields(json);
            var factor = new double[1];
            json.nextToken();
            fields.object("The body", field -> factor[0] = factor(fields, field));
            boolean holds = factor[0] >= 1 && factor[0] <= NodeCommand.MAX_FACTOR;
            Refusal.unless(holds, "'factor' must be from 1 to 1000.");
            return new Parsed.Accepted(new NodeCommand.Slow(factor[0]));
        } catch (Refusal refusal) {
            return new Parsed.Rejected(refusal.error());
        } catch (JsonProcessingException notJson) {
            return new Parsed.Rejected(Json.invalid(notJson));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    private static double factor(Fields fields, String field) throws IOException {
        Refusal.unless(field.equals("factor"), "'" + field + "' is not a field; use 'factor'.");
        return fields.decimal(field);
    }
}
