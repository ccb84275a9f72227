// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the driver asks for to recover a device: values of NVML's field 230
 * (NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, header 13.3), announced by XID 154. What it says goes
 * before what the table says of the XID that led to it.
 */
enum RecoveryAction {
    NONE(0, Response.IGNORE, "nothing"),
    GPU_RESET(1, Response.DRAIN, "reset the GPU"),
    NODE_REBOOT(2, Response.DRAIN_NODE, "reboot the host"),
    DRAIN_P2P(3, Response.DRAIN, "end the peer traffic of the GPU, then reset it"),
    DRAIN_AND_RESET(4, Response.DRAIN, "let it finish, then reset the GPU"),
    RECOVER_IMEX(5, Response.WATCH, "restart the IMEX domain");

    private final long code;
    private final Response response;
    private final String remedy;

    RecoveryAction(long code, Response response, String remedy) {
        this.code = code;
        this.response = response;
        this.remedy = remedy;
    }

    /** The action of a code; empty for a code of a newer driver. */
    static Optional<RecoveryAction> of(long code) {
        return Arrays.stream(values()).filter(action -> action.code == code).findFirst();
    }

    Response response() {
        return response;
    }

    String remedy() {
        return remedy;
    }
}
