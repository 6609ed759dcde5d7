"""Makes test/fixtures/golden/all-minilm-l6-v2-int8.json with Python's onnxruntime.

usage: make_golden.py MODEL.onnx TOKENIZER.json   (needs: onnxruntime, tokenizers, numpy)
One text at a time, no padding, at most 256 tokens, mean pooling, normalised.
"""
import hashlib, json, sys
import numpy as np, onnxruntime
from tokenizers import Tokenizer

TEXTS = [
    "How do I back up the Qdrant volume?",
    "Use gecko backup qdrant to snapshot the vector store.",
    "¿Cómo hago una copia de seguridad del volumen de Qdrant?",
    "The cat sat on the mat.",
    "El gato duerme sobre la alfombra.",
    "a",
    ".",
    "OLLAMA_HOST=http://ollama:11434",
    "all-MiniLM-L6-v2 has 384 dimensions.",
    "naïve café Zürich — “quoted” … ½",
    "数据库 と ベクトル 데이터",
    "emoji 🦎🚀 and symbols ©®™",
    "UPPER lower MiXeD",
    "line one\nline two\n\nline four\ttabbed",
    "const sum = (a, b) => a + b; // adds two numbers",
    "| service | port |\n| rag | 8000 |\n| qa | 8002 |",
    "Where are the embedding weights kept?",
    "The warranty lasts two years from the date of purchase.",
    "La garantía dura dos años desde la fecha de compra.",
    "What is the capital of Mongolia?",
    "1.18.3 0.35.0 2026-11-23 192.0.2.1",
    "supercalifragilisticexpialidocious pneumonoultramicroscopicsilicovolcanoconiosis",
    "word " * 300,
    "The quick brown fox jumps over the lazy dog. " * 20,
    "Retrieval augmented generation answers questions from documents. " * 8,
]

def main(model, tokenizer_file):
    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    rows = []
    for text in TEXTS:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        vector = session.run(None, feed)[0][0].mean(axis=0)
        vector /= np.linalg.norm(vector)
        rows.append({"text": text, "vector": [round(float(x), 6) for x in vector]})
    sha = hashlib.sha256(open(model, "rb").read()).hexdigest()
    made = f"onnxruntime {onnxruntime.__version__}, bench/golden/make_golden.py"
    print(json.dumps({"weights": sha, "madeWith": made, "texts": rows}, ensure_ascii=False))

main(*sys.argv[1:])
