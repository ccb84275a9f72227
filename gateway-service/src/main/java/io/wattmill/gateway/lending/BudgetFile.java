// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.contract.ledger.v1.BudgetsReply;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The list of budgets as billing told it last, so that a gateway that starts while billing is away
 * knows who has a hard one. Blocks on the disk; one writer at a time.
 */
final class BudgetFile {

    /** Far more than billing keeps: a larger file is not ours. */
    private static final long MAX_BYTES = 64L << 20;

    private final Path file;

    BudgetFile(Path file) {
        this.file = file;
    }

    /**
     * The list; empty when there is none.
     *
     * @throws IOException when there is something else
     */
    Optional<List<BudgetTerms>> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than any list of budgets");
        }
        return Optional.of(BudgetsReply.parseFrom(Files.readAllBytes(file)).getBudgetsList());
    }

    /** Puts {@code terms} in the place of what was there, whole or not at all. */
    void write(List<BudgetTerms> terms) throws IOException {
        byte[] bytes = BudgetsReply.newBuilder().addAllBudgets(terms).build().toByteArray();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(draft, bytes);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
