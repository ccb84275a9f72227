// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Inference engines whose overheads are known. */
public enum EngineBackend {
    VLLM,
    SGLANG,
    TRTLLM;

    /** Its name in plans and figures. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The backend of this name: {@code vllm}, {@code sglang} or {@code trtllm}. */
    public static Optional<EngineBackend> find(String name) {
        return Arrays.stream(values())
                .filter(each -> each.key().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
