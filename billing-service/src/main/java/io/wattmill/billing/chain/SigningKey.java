// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.HexFormat;

/** An Ed25519 key (RFC 8032) that signs blocks: who holds a dump can tell who sealed it. */
public final class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final int SEED_BYTES = 32;

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
    }

    /**
     * The key of a secret.
     *
     * @param seedHex 32 random bytes in hexadecimal
     * @throws IllegalArgumentException when it is something else
     */
    public static SigningKey of(String seedHex) {
        byte[] seed = HexFormat.of().parseHex(seedHex.strip());
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a signing key has 32 bytes, not " + seed.length);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(255, new SeedOnly(seed));
            return new SigningKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    /** Signs a block. */
    public byte[] sign(Block block) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(checkpoint(block));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign block " + block.number(), e);
        }
    }

    /** The other half, for whoever checks. */
    public VerifyingKey verifyingKey() {
        return new VerifyingKey(pair.getPublic());
    }

    /** What is signed: readable, and of no use for anything else. */
    static byte[] checkpoint(Block block) {
        String text = "wattmill ledger checkpoint\n" + block.number() + "\n" + block.hash() + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Gives the generator our bytes: the JDK derives a pair from a seed in no other way. */
    private static final class SeedOnly extends SecureRandom {

        private static final long serialVersionUID = 1L;
        private final byte[] seed;

        SeedOnly(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
