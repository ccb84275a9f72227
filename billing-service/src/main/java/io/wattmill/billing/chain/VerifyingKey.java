// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** The public half of a {@link SigningKey}. */
public final class VerifyingKey {

    private static final String ALGORITHM = "Ed25519";

    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * A key that was stored.
     *
     * @param encoded as {@link #encoded} gives it (X.509 SubjectPublicKeyInfo)
     * @throws IllegalArgumentException when it is something else
     */
    public static VerifyingKey of(byte[] encoded) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new VerifyingKey(factory.generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    /** The key as bytes. */
    public byte[] encoded() {
        return key.getEncoded();
    }

    /** Its name: the SHA-256 of its bytes. */
    public Hash id() {
        return Hash.sha256(key.getEncoded());
    }

    /** Whether this key signed the block. */
    public boolean signed(Block block, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(SigningKey.checkpoint(block));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
