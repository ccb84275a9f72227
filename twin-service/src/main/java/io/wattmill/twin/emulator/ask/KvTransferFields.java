// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;

import java.io.IOException;

/** Reads {@code kv_transfer_params}. Without blocks nothing can be fetched, and nothing is. */
final class KvTransferFields {
    private final Fields fields;
    private boolean stays;
    private boolean fetches;
    private int blocks;

    KvTransferFields(Fields fields) {
        this.fields = fields;
    }

    void read() throws IOException {
        if (!fields.isNull()) {
            fields.object("'kv_transfer_params'", this::field);
        }
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "do_remote_decode" -> stays = fields.flag(name);
            case "do_remote_prefill" -> fetches = fields.flag(name);
            case "remote_block_ids" -> blocks();
            default -> fields.skip();
        }
    }

    private void blocks() throws IOException {
        if (!fields.isNull()) {
            blocks = fields.array("'remote_block_ids'", fields::skip);
        }
    }

    KvTransfer transfer() {
        return new KvTransfer(stays, fetches && blocks > 0);
    }
}
