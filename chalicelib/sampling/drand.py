"""Checking the signature of a drand round (scheme bls-unchained-g1-rfc9380: signatures in G1, keys in G2).

blst refuses points outside the group; that matters, because adding a point of small order to a signature would leave
it valid and change its hash, which is the randomness.
"""

import hashlib

DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_SIGNATURE_BYTES, _KEY_BYTES = 48, 96
_INFINITY = 0x40
G2 = bytes.fromhex(
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
)
"""The generator of G2, compressed."""


def message(number: int) -> bytes:
    """What a chain of this scheme signs for a round."""
    return hashlib.sha256(number.to_bytes(8)).digest()


def is_signed(public_key: bytes, number: int, signature: bytes) -> bool:
    """Whether the chain's key signed this round; False for anything that is no signature or no key."""
    from pyblst import BlstP1Element, BlstP2Element, final_verify, miller_loop

    if len(signature) != _SIGNATURE_BYTES or len(public_key) != _KEY_BYTES:
        return False
    if (signature[0] | public_key[0]) & _INFINITY:
        return False
    try:
        point = BlstP1Element.uncompress(signature)
        key = BlstP2Element.uncompress(public_key)
    except ValueError:
        return False
    hashed = BlstP1Element.hash_to_group(message(number), DOMAIN)
    generator = BlstP2Element.uncompress(G2)
    return bool(final_verify(miller_loop(point, generator), miller_loop(hashed, key)))
